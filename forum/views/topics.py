"""A topic: read it, start one, follow it, and what animators do with it."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import topics
from forum.drafting import NO_ROOM, draft_at, draft_from, newest_topic_draft, with_draft_of
from forum.errors import NotAllowedError, TokenTakenError
from forum.following import follow_topic
from forum.forms import CommentForm, FollowTopicForm, ReasonForm, TopicForm
from forum.models import Follow, Room, Topic
from forum.moving import targets_of
from forum.noticing import see_topic, with_notices
from forum.pages import SIZE, address_of, read_page
from forum.presenting import naming_of, particulars_of, with_particulars
from forum.reading import first_unread, move_mark
from forum.views.asking import MemberRequest, is_reading, numbered
from forum.views.writing import files_of, is_ready, placed, say_who_cannot_read, words_of
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_safe
def topic(request: MemberRequest, pk: int) -> HttpResponse:
    """One page of a topic. Opening it moves the reader's own mark, the one thing that a GET changes."""
    topics_ = Topic.objects.visible_to(request.user).with_marks_of(request.user).with_standing_of(request.user)
    topics_ = topics_.annotate(reads_room=Exists(Room.objects.visible_to(request.user).filter(pk=OuterRef("room"))))
    topics_ = with_draft_of(topics_, member=request.user, place=f"topic:{pk}")
    noticed = with_notices(topics_, reader=request.user)
    found = get_object_or_404(with_particulars(noticed, reader=request.user), pk=pk)
    if found.merged_into_id:
        return redirect(_lead_on(found, request))
    page = numbered(request, range(found.last_position), size=SIZE)
    unread_from = first_unread(found)
    shown = read_page(found, number=page.number, reader=request.user, unread_from=unread_from)
    if is_reading(request):
        _remember(found, request, first=page.start_index(), last=page.end_index(), unread_from=unread_from)
        if found.has_notice:  # type: ignore[attr-defined]  # added by with_notices
            see_topic(found, reader=request.user)
    context = {"topic": found, "room": found.room, "page": page, "shown": shown, **_around(found, request)}
    if found.is_unread:
        context["unread_url"] = address_of(found, position=unread_from)
        context["unread_count"] = found.last_position - unread_from + 1
        context["unread_from"] = unread_from
    return render(request, "forum/topic.html", context)


@audience(Audience.MEMBERS)
@require_safe
def to_first_unread(request: MemberRequest, pk: int) -> HttpResponse:
    """Lead to the first unread comment, or to the last one."""
    found = get_object_or_404(Topic.objects.visible_to(request.user).with_marks_of(request.user), pk=pk)
    if found.merged_into_id:
        return redirect(_lead_on(found, request))
    return redirect(address_of(found, position=min(first_unread(found), found.last_position)))


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Start a topic."""
    form = _new_form(request)
    if request.method == "POST" and is_ready(form, by=request.user):
        words = form.cleaned_data
        try:
            opened = topics.open_topic(
                words["room"],
                author=request.user,
                title=words["title"],
                kind=words["kind"],
                language=words["language"],
                body_html=words["body"],
                client_token=words["client_token"],
                attachments=form.attachments,
                particulars=form.particulars(),
                anonymous_as=form.anonymous_as(),
            )
        except NotAllowedError:
            form.add_error("room", _("You can no longer write in this room. Choose another one."))
        except TokenTakenError:
            form.add_error(None, _("This form has been used before. Send it once more."))
        else:
            say_who_cannot_read(request, getattr(opened, "unreached", []))
            return redirect(opened)
    return render(
        request,
        "forum/new_topic.html",
        {"form": form, "mentionable_url": reverse("mentionable_in_room", args=[0])},
        status=422 if form.errors else 200,
    )


@audience(Audience.MEMBERS)
@require_POST
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Follow or mute a topic, or leave it to the room's choice."""
    found = _readable(request, pk)
    form = FollowTopicForm(request.POST)
    if form.is_valid():
        follow_topic(found, member=request.user, level=form.cleaned_data["level"])
        messages.success(request, _FOLLOWED[form.cleaned_data["level"]]())
    return redirect(found)


@audience(Audience.MEMBERS)
@require_POST
def pin(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a topic at the top."""
    return _animate(request, pk, topics.pin_topic)


@audience(Audience.MEMBERS)
@require_POST
def unpin(request: MemberRequest, pk: int) -> HttpResponse:
    """Let it take its place again."""
    return _animate(request, pk, topics.unpin_topic)


@audience(Audience.MEMBERS)
@require_POST
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Take comments again."""
    return _animate(request, pk, topics.reopen_topic)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a topic with a reason."""
    found = _readable(request, pk)
    if not Room.objects.animated_by(request.user).filter(pk=found.room_id).exists():
        raise Http404
    form = ReasonForm(request.POST or None, help_text=_("Everybody who reads the discussion sees it at its top."))
    if request.method == "POST" and form.is_valid():
        topics.close_topic(found, by=request.user, reason=form.cleaned_data["reason"])
        return redirect(found)
    context = {
        "title": _("Close the discussion “%(title)s”?") % {"title": found.title},
        "text": _("It stays readable, and takes no further messages. You can reopen it."),
        "button": _("Close the discussion"),
        "form": form,
        "back_url": found.get_absolute_url(),
        "back_title": found.title,
    }
    return render(request, "forum/confirm.html", context, status=422 if form.errors else 200)


def _asked(request: MemberRequest) -> dict[str, str]:
    """What the link to the form chose already."""
    kind = request.GET.get("kind", "")
    return {"room": request.GET.get("room", ""), "kind": kind if kind in Topic.Kind.values else Topic.Kind.DISCUSSION}


_FOLLOWED: dict[str, Any] = {
    Follow.Level.FOLLOW: lambda: _("You follow this discussion: its messages come among your notices and by mail."),
    Follow.Level.MUTE: lambda: _("This discussion is muted: you hear no more of it, unless somebody mentions you."),
    "": lambda: _("This discussion follows your choice for the room again."),
}


def _lead_on(merged: Topic, request: MemberRequest) -> str:
    """Return where a topic goes on that was merged into another, if she may read that one too."""
    target = get_object_or_404(Topic.objects.visible_to(request.user), pk=merged.merged_into_id)
    return address_of(target, position=merged.merged_at or 1)


def _readable(request: MemberRequest, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related("room"), pk=pk)


def _animate(request: MemberRequest, pk: int, verb: Any) -> HttpResponse:
    found = _readable(request, pk)
    try:
        verb(found, by=request.user)
    except NotAllowedError:
        raise Http404 from None
    return redirect(found)


def _remember(found: Topic, request: MemberRequest, *, first: int, last: int, unread_from: int) -> None:
    """Move the mark to the end of what was shown, unless something before it has not been seen yet."""
    if found.is_unread and first <= unread_from <= last:
        move_mark(found, reader=request.user, position=last, is_first=found.read_position == 0)


def _box(found: Topic, request: MemberRequest) -> CommentForm:
    """Return the box for the next message, with what she has typed of it before."""
    draft = draft_from(found)
    form = CommentForm(author=request.user, naming=naming_of(found), standing=files_of(draft), initial=words_of(draft))
    return placed(form, place=f"topic:{found.pk}", draft=draft)


def _new_form(request: MemberRequest) -> TopicForm:
    """Return the form for a new topic, with the draft for the room that was asked for, or else the latest."""
    room = request.GET.get("room", "")
    place = f"room:{room}" if room.isdecimal() and len(room) < 19 else NO_ROOM
    draft = None
    if request.method != "POST":
        draft = draft_at(request.user, place) if room else newest_topic_draft(request.user)
    if draft:
        place = draft.place
    form = TopicForm(
        request.POST or None,
        request.FILES or None,
        author=request.user,
        standing=files_of(draft),
        initial=_asked(request) | {"room": place.removeprefix("room:")} | words_of(draft),
    )
    return placed(form, place=place, draft=draft)


def _around(found: Topic, request: MemberRequest) -> dict[str, Any]:
    """Return what stands around the conversation."""
    return {
        "is_animator": found.is_animated_by_reader,
        "may_release": found.is_animated_by_reader or found.author_id == request.user.pk,
        "guests": found.guests.current().select_related("member") if found.is_animated_by_reader else [],
        **particulars_of(found, reader=request.user),
        "may_move_back": bool(found.moved_from_id) and targets_of(found, by=request.user).exists(),
        "level": found.my_level or "",
        "form": _box(found, request) if found.is_open else None,
        "reader_count": found.reader_count,
    }
