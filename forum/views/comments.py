"""A comment: answer, permalink, edit, delete, remove, thank."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.anonymity import last_wording, own_kind
from forum.comments import add_comment, change_language, delete_comment, edit_comment, remove_comment, toggle_thanks
from forum.drafting import draft_at, place_of
from forum.errors import ForumError, NotAllowedError, TopicClosedError
from forum.forms import CommentForm, EditForm, LanguageForm, ReasonForm
from forum.models import Comment, Room, Topic
from forum.pages import Shown, address_of
from forum.permissions import may_animate, may_edit
from forum.presenting import naming_of
from forum.quoting import quoted
from forum.topics import rename_topic
from forum.views.asking import MemberRequest, back
from forum.views.writing import files_of, is_ready, placed, say_who_cannot_read, words_of
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_safe
def permalink(request: MemberRequest, pk: int) -> HttpResponse:
    """Lead to the page and the place where a comment stands."""
    comment = _readable(request, pk)
    return redirect(address_of(comment.topic, position=comment.position))


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a comment to a topic; `to` names the comment that it answers, `quote` puts its words in the box."""
    topics = Topic.objects.visible_to(request.user).select_related("room__main_theme")
    hers: Any = topics  # the stubs know the columns of another query
    hers = hers.annotate(my_wording=last_wording(request.user), my_kind=own_kind(request.user))
    topic = get_object_or_404(hers, pk=pk)
    asked = _asked(request, topic)
    form = _answer_form(request, topic, asked)
    if (
        request.method == "POST"
        and is_ready(form, by=request.user)
        and (comment := _written(form, topic, request, asked))
    ):
        say_who_cannot_read(request, getattr(comment, "unreached", []))
        return redirect(address_of(comment.topic, position=comment.position))
    if not topic.is_open and request.method != "POST":
        return redirect(topic)
    template = "forum/components/answer_form.html" if request.htmx else "forum/answer.html"
    context = {"topic": topic, "room": topic.room, "asked": asked, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one's own words."""
    comment = _readable(request, pk)
    if not may_edit(comment, request.user):
        raise Http404
    form = _edit_form(request, comment)
    if request.method == "POST" and is_ready(form, by=request.user):
        words = form.cleaned_data
        unreached = edit_comment(
            comment,
            by=request.user,
            body_html=words["body"],
            language=words["language"],
            attachments=form.attachments,
        )
        say_who_cannot_read(request, unreached)
        if words.get("title", comment.topic.title) != comment.topic.title:
            rename_topic(comment.topic, by=request.user, title=words["title"])
        return redirect(address_of(comment.topic, position=comment.position))
    context = {"comment": comment, "topic": comment.topic, "room": comment.topic.room, "form": form}
    return render(request, "forum/edit.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's own words back."""
    comment = _readable(request, pk)
    if comment.user_id != request.user.pk or comment.removed_at:
        raise Http404
    there = address_of(comment.topic, position=comment.position)
    if request.method == "POST":
        delete_comment(comment, by=request.user)
        return redirect(there)
    context = {
        "title": _("Delete your message?"),
        "text": _("Its words disappear for good; a line says that a message stood here. Answers to it stay."),
        "button": _("Delete my message"),
        "shown": Shown(comment=comment),
        "back_url": there,
        "back_title": comment.topic.title,
    }
    return render(request, "forum/confirm.html", context)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove somebody's words, as an animator, with a reason."""
    comment = _readable(request, pk)
    if comment.removed_at or not Room.objects.animated_by(request.user).filter(pk=comment.topic.room_id).exists():
        raise Http404
    there = address_of(comment.topic, position=comment.position)
    form = ReasonForm(request.POST or None, help_text=_("It stands in the message's place for everybody to read."))
    if request.method == "POST" and form.is_valid():
        remove_comment(comment, by=request.user, reason=form.cleaned_data["reason"])
        return back(request, otherwise=there)
    context = {
        "title": _("Remove this message?"),
        "text": _("Its words disappear for everybody. Its place and the answers to it stay."),
        "button": _("Remove the message"),
        "form": form,
        "shown": Shown(comment=comment),
        "back_url": there,
        "back_title": comment.topic.title,
        "next": request.POST.get("next", ""),
    }
    return render(request, "forum/confirm.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_POST
def language(request: MemberRequest, pk: int) -> HttpResponse:
    """Say in which language a comment is written."""
    comment = _readable(request, pk)
    form = LanguageForm(request.POST)
    try:
        if form.is_valid():
            change_language(comment, by=request.user, language=form.cleaned_data["language"])
    except NotAllowedError:
        raise Http404 from None
    return redirect(address_of(comment.topic, position=comment.position))


@audience(Audience.MEMBERS)
@require_POST
def thank(request: MemberRequest, pk: int) -> HttpResponse:
    """Thank for a comment, or take the thanks back."""
    comment = _readable(request, pk)
    try:
        is_thanked = toggle_thanks(comment, member=request.user)
    except NotAllowedError:
        raise Http404 from None
    if not request.htmx:
        return redirect(address_of(comment.topic, position=comment.position))
    names = list(comment.thanks.order_by("pk").values_list("member__name", flat=True))
    shown = Shown(comment=comment, thanked_by=names, is_thanked=is_thanked)
    return render(request, "forum/components/thanks.html", {"shown": shown})


@audience(Audience.MEMBERS)
@require_safe
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    """What an edited comment said before."""
    comment = _readable(request, pk)
    earlier = comment.versions.filter(silent=False).select_related("hidden_by").order_by("-pk")
    if comment.removed_at or not earlier:
        raise Http404
    context = {
        "comment": comment,
        "topic": comment.topic,
        "room": comment.topic.room,
        "versions": earlier,
        "is_animator": may_animate(comment.topic.room, request.user),
    }
    return render(request, "forum/versions.html", context)


def _readable(request: MemberRequest, pk: int) -> Comment:
    comments = Comment.objects.visible_to(request.user).select_related(
        "topic__room__main_theme", "user", "organisation"
    )
    # By the column itself: `pk` is a relation here, and lets numbers through that no column can hold.
    return get_object_or_404(comments, id=pk)


def _answer_form(request: MemberRequest, topic: Topic, asked: Comment | None) -> CommentForm:
    """Return the box for an answer: what was sent, else the draft, else (or after it) the words that are quoted."""
    place = place_of(topic=topic, answer_to=asked)
    draft = draft_at(request.user, place) if request.method != "POST" else None
    initial = words_of(draft)
    if asked and "quote" in request.GET:
        initial["body"] = initial.get("body", "") + quoted(asked, passage=request.GET.get("passage", ""))
    form = CommentForm(
        request.POST or None,
        request.FILES or None,
        author=request.user,
        naming=naming_of(topic),
        standing=files_of(draft),
        initial=initial,
        auto_id=f"id_{asked.pk if asked else 0}_%s",
    )
    form.fields["body"].widget.attrs["autofocus"] = True
    return placed(form, place=place, draft=draft)


def _edit_form(request: MemberRequest, comment: Comment) -> EditForm:
    place = place_of(comment=comment)
    draft = draft_at(request.user, place) if request.method != "POST" else None
    form = EditForm(
        request.POST or None,
        request.FILES or None,
        author=request.user,
        comment=comment,
        standing=files_of(draft),
        initial=words_of(draft),
    )
    return placed(form, place=place, draft=draft)


def _asked(request: MemberRequest, topic: Topic) -> Comment | None:
    """Return the comment that is answered; a made-up one, or one that was removed, is as unknown as any."""
    number = request.POST.get("to") or request.GET.get("to") or ""
    if not number:
        return None
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    comments = topic.comments.standing().select_related("user", "organisation")  # type: ignore[attr-defined]
    return get_object_or_404(comments, id=number)


def _written(form: CommentForm, topic: Topic, request: MemberRequest, asked: Comment | None) -> Comment | None:
    """Write the comment; a refusal stands in the form, which keeps what was typed."""
    words = form.cleaned_data
    token: UUID = words["client_token"]
    try:
        return add_comment(
            topic,
            author=request.user,
            body_html=words["body"],
            language=words["language"],
            answer_to=asked,
            client_token=token,
            attachments=form.attachments,
            anonymous_as=form.anonymous_as(),
        )
    except TopicClosedError:
        form.add_error(None, _("This discussion was closed while you wrote. Copy your text to keep it."))
    except ForumError:
        messages.error(request, _("Your message could not be placed. It is kept below; send it once more."))
        form.add_error(None, _("Send your message once more."))
    return None
