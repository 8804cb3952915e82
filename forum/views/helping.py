"""The answer that helped, what a topic's readers take away, and its keywords."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.answering import mark_helpful, unmark_helpful
from forum.errors import NotAllowedError
from forum.models import Comment, Summary, Topic
from forum.pages import address_of
from forum.permissions import may_release
from forum.reading_forms import SummaryForm, TagsForm
from forum.summarising import write_summary
from forum.tagging import tag_topic
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_POST
def helpful(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark an answer as the one that helped."""
    return _mark(request, pk, mark_helpful)


@audience(Audience.MEMBERS)
@require_POST
def not_helpful(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the mark away."""
    return _mark(request, pk, unmark_helpful)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: MemberRequest, pk: int) -> HttpResponse:
    """Write what the readers take away."""
    topic = stewarded(request, pk)
    form = SummaryForm(request.POST or None, instance=Summary.objects.filter(topic=topic).first())
    if request.method == "POST" and form.is_valid():
        write_summary(topic, by=request.user, **form.cleaned_data)
        messages.success(request, _("What you take away is kept: it stands before the conversation."))
        return redirect(topic)
    context = {"topic": topic, "room": topic.room, "form": form}
    return render(request, "forum/summary_form.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose a topic's keywords."""
    topic = stewarded(request, pk)
    form = TagsForm(request.POST or None, initial={"tags": topic.tags.all()})
    if request.method == "POST" and form.is_valid():
        tag_topic(topic, by=request.user, tags=form.cleaned_data["tags"])
        return redirect(topic)
    context = {"topic": topic, "room": topic.room, "form": form}
    return render(request, "forum/tags_form.html", context, status=422 if form.errors else 200)


def stewarded(request: MemberRequest, pk: int) -> Topic:
    """Return a topic that she opened or animates; others are unknown."""
    topics = Topic.objects.visible_to(request.user).select_related("room__main_theme")
    topic = get_object_or_404(topics, pk=pk)
    if not may_release(topic, request.user):
        raise Http404
    return topic


def _mark(request: MemberRequest, pk: int, verb: Any) -> HttpResponse:
    comments = Comment.objects.visible_to(request.user).select_related("topic__room")
    comment = get_object_or_404(comments, id=pk)
    try:
        verb(comment, by=request.user)
    except NotAllowedError:
        raise Http404 from None
    return redirect(address_of(comment.topic, position=comment.position))
