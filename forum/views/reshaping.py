"""Putting a topic forward, merging two, making a new one of some comments of another."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from forum import topics
from forum.errors import CannotMergeError, NotAllowedError
from forum.merging import access_change, merge_topics
from forum.models import Comment, Room, Topic
from forum.models.topics import TopicQuerySet
from forum.moderation_forms import SplitForm
from forum.pages import address_of
from forum.splitting import movable_comments, split_topic
from forum.views.asking import MemberRequest, numbered
from interface.audiences import Audience, audience

FOUND_AT_MOST = 20
COMMENTS_ON_A_PAGE = 100


@audience(Audience.MEMBERS)
@require_POST
def feature(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a topic forward at the head of its room."""
    found = _animated_topic(request, pk)
    topics.feature_topic(found, by=request.user)
    return redirect(found)


@audience(Audience.MEMBERS)
@require_POST
def unfeature(request: MemberRequest, pk: int) -> HttpResponse:
    """Let it stand among the others again."""
    found = _animated_topic(request, pk)
    topics.unfeature_topic(found, by=request.user)
    return redirect(found)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the topic that goes on, see whose access changes, merge."""
    source = _animated_topic(request, pk)
    into = _target(request, source)
    if into is None:
        asked = request.GET.get("q", "").strip()
        context = {"topic": source, "room": source.room, "q": asked, "found": _search(request, source, asked)}
        return render(request, "forum/merge_choose.html", context)
    if request.method == "POST":
        return _merge(request, source, into)
    context = {"topic": source, "room": source.room, "into": into, "change": access_change(source, into=into)}
    return render(request, "forum/merge.html", context)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose comments and a title for a new topic."""
    source = _animated_topic(request, pk)
    comments = movable_comments(source)
    form = SplitForm(request.POST or None, comments=comments)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data["chosen"]
            new = split_topic(source, chosen=chosen, title=form.cleaned_data["title"], by=request.user)
        except NotAllowedError:
            form.add_error(None, _("Somebody has changed this discussion in the meantime. Choose once more."))
        else:
            messages.success(request, _("The new discussion stands. In the old one, lines lead to it."))
            return redirect(new)
    page: Page[Comment] = numbered(request, comments.select_related("user", "organisation"), size=COMMENTS_ON_A_PAGE)
    context = {
        "topic": source,
        "room": source.room,
        "form": form,
        "page": page,
        "ticked": set(request.POST.getlist("chosen")),
    }
    return render(request, "forum/split.html", context, status=422 if form.errors else 200)


def _animated_topic(request: MemberRequest, pk: int) -> Topic:
    """Return a topic of a room that she animates; one that was merged away is as unknown as any."""
    return get_object_or_404(_animated_topics(request).select_related("room__main_theme"), pk=pk)


def _animated_topics(request: MemberRequest) -> TopicQuerySet:
    rooms = Room.objects.animated_by(request.user).values("pk")
    return Topic.objects.visible_to(request.user).standing().filter(room__in=rooms)


def _target(request: MemberRequest, source: Topic) -> Topic | None:
    number = request.POST.get("into") or request.GET.get("into") or ""
    if not number:
        return None
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    others = _animated_topics(request).exclude(pk=source.pk).select_related("room", "author")
    return get_object_or_404(others, pk=number)


def _search(request: MemberRequest, source: Topic, asked: str) -> Any:
    """Return topics to merge with: by words of the title or by a pasted address, those of the same room first."""
    others = _animated_topics(request).exclude(pk=source.pk).select_related("room", "author")
    number = asked.rstrip("/").rpartition("/")[2]
    if number.isdecimal() and len(number) < 19:
        others = others.filter(pk=number)
    else:
        for word in asked.split()[:8]:
            others = others.filter(title__icontains=word)
    here = others.filter(room=source.room).order_by("-last_activity_at", "-pk")[:FOUND_AT_MOST]
    elsewhere = others.exclude(room=source.room).order_by("-last_activity_at", "-pk")[:FOUND_AT_MOST] if asked else ()
    return [*here, *elsewhere][:FOUND_AT_MOST]


def _merge(request: MemberRequest, source: Topic, into: Topic) -> HttpResponse:
    count = source.last_position
    try:
        goes_on = merge_topics(source, into=into, by=request.user)
    except CannotMergeError as error:
        messages.error(request, str(error))
        return redirect(source)
    except NotAllowedError:
        raise Http404 from None
    said = ngettext(
        "%(count)d message now stands in “%(title)s”.", "%(count)d messages now stand in “%(title)s”.", count
    )
    messages.success(request, said % {"count": count, "title": goes_on.title})
    return redirect(address_of(goes_on, position=goes_on.last_position - count + 1))
