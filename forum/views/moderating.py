"""Reporting a comment, and what its room's animators do about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.errors import AlreadyAnsweredError, AlreadyReportedError, NotAllowedError
from forum.models import Comment, CommentVersion, Room, RoomMember
from forum.moderation_forms import LeaveForm, ReportForm
from forum.reporting import dismiss_reports, report_comment
from forum.restoring import hide_version, restore_comment, show_version
from forum.views.asking import MemberRequest, back
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the room's animators to look at a comment."""
    comment = get_object_or_404(_comments(request), id=pk)
    if comment.user_id == request.user.pk or comment.removed_at:
        raise Http404
    form = ReportForm(request.POST or None, auto_id=f"id_report{comment.pk}_%s")
    if request.method == "POST" and form.is_valid():
        return _report(request, comment, form.cleaned_data)
    context = {
        "comment": comment,
        "topic": comment.topic,
        "room": comment.topic.room,
        "form": form,
        "is_reported": comment.reports.open().filter(by=request.user).exists(),
        "animators": _animators(comment.topic.room),
    }
    template = "forum/components/report_form.html" if request.htmx else "forum/report.html"
    return render(request, template, context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_POST
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave a reported comment as it is, with a sentence to who reported it."""
    comment = get_object_or_404(_comments(request).filter(topic__room__in=_animated(request)), id=pk)
    form = LeaveForm(request.POST)
    try:
        dismiss_reports(comment, by=request.user, answer=form.cleaned_data["answer"] if form.is_valid() else "")
    except AlreadyAnsweredError:
        messages.info(request, _("Somebody has looked at this message in the meantime."))
    else:
        messages.success(request, _("The message stays. Whoever reported it hears that."))
    return back(request, otherwise=reverse("queue"))


@audience(Audience.MEMBERS)
@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Put back the words that an animator removed."""
    comment = get_object_or_404(_comments(request).filter(topic__room__in=_animated(request)), id=pk)
    try:
        restore_comment(comment, by=request.user)
    except NotAllowedError:
        messages.info(request, _("There are no words to put back."))
    else:
        messages.success(request, _("The message stands again."))
    return redirect(comment)


@audience(Audience.MEMBERS)
@require_POST
def hide(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep an earlier version from its readers."""
    return _mark(request, pk, hide_version)


@audience(Audience.MEMBERS)
@require_POST
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Let readers see an earlier version again."""
    return _mark(request, pk, show_version)


def _comments(request: MemberRequest) -> Any:
    return Comment.objects.visible_to(request.user).select_related("topic__room__main_theme", "user", "organisation")


def _animated(request: MemberRequest) -> Any:
    return Room.objects.animated_by(request.user).values("pk")


def _animators(room: Room) -> list[str]:
    rows = room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR).order_by("member__name")
    return list(rows.values_list("member__name", flat=True))


def _report(request: MemberRequest, comment: Comment, said: dict[str, str]) -> HttpResponse:
    try:
        report_comment(comment, by=request.user, reason=said["reason"], words=said["words"])
    except AlreadyReportedError:
        messages.info(request, _("You have reported this message already. You will hear what comes of it."))
    except NotAllowedError:
        raise Http404 from None
    else:
        messages.success(request, _("Thank you. The room's animators will look at it, and you will hear the outcome."))
    return redirect(comment)


def _mark(request: MemberRequest, pk: int, verb: Any) -> HttpResponse:
    versions = CommentVersion.objects.filter(silent=False, comment__topic__room__in=_animated(request))
    version = get_object_or_404(versions.select_related("comment__topic__room"), pk=pk)
    verb(version, by=request.user)
    return redirect("comment_versions", version.comment_id)
