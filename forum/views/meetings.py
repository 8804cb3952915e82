"""Meetings of a room: the list, one meeting, and what animators do with them."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.attaching import attach
from forum.calendars import CONTENT_TYPE, calendar_of
from forum.errors import FileRefusedError, NotAllowedError
from forum.meeting_forms import CancelForm, ChangeForm, PlanForm
from forum.meetings import cancel_meeting, change_meeting, plan_meeting, restore_meeting
from forum.models import Meeting, Room
from forum.permissions import may_animate
from forum.views.asking import MemberRequest, numbered
from interface.audiences import Audience, audience

OVER_ON_A_PAGE = 30


@audience(Audience.MEMBERS)
@require_safe
def meetings(request: MemberRequest, pk: int) -> HttpResponse:
    """A room's meetings: to come, and over."""
    found = get_object_or_404(_rooms(request), pk=pk)
    context = {
        "room": found,
        "to_come": found.meetings.to_come(),
        "page": numbered(request, found.meetings.over(), size=OVER_ON_A_PAGE),
    }
    return render(request, "forum/meetings.html", context)


@audience(Audience.MEMBERS)
@require_safe
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """One meeting."""
    found = _meeting(request, pk)
    series = found.room.meetings.to_come().filter(series=found.series).exclude(pk=pk) if found.series else ()
    context = {
        "meeting": found,
        "room": found.room,
        "topic": found.topic if found.topic and found.topic.room_id == found.room_id else None,
        "files": found.attachments.checked(),
        "series": series,
        "is_animator": may_animate(found.room, request.user),
    }
    return render(request, "forum/meeting.html", context)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    """Plan a meeting, or a series of them."""
    room = get_object_or_404(Room.objects.animated_by(request.user), pk=pk)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(plan_meeting(room, by=request.user, **form.details()))
    context = {"form": form, "room": room}
    return render(request, "forum/meeting_plan.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a meeting, write its minutes, add files."""
    found = _animated(request, pk)
    form = ChangeForm(request.POST or None, request.FILES or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        try:
            attach(form.cleaned_data["added_files"], by=request.user, meeting=found)
        except FileRefusedError as error:
            form.add_error("added_files", str(error))
        else:
            change_meeting(found, by=request.user, **form.details())
            return redirect(found)
    context = {"form": form, "meeting": found}
    return render(request, "forum/meeting_change.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel a meeting, after a question."""
    found = _animated(request, pk)
    form = CancelForm(request.POST or None, meeting=found)
    if request.method == "POST":
        whole = form.is_valid() and bool(form.cleaned_data.get("whole_series"))
        cancel_meeting(found, by=request.user, whole_series=whole)
        return redirect(found)
    context = {
        "title": _("Cancel “%(title)s”?") % {"title": found.title},
        "text": _("The members of the room are told. The meeting stays in the list, marked as cancelled."),
        "button": _("Cancel the meeting"),
        "leave": _("Leave it as it is"),
        "form": form,
        "back_url": found.get_absolute_url(),
        "back_title": found.title,
    }
    return render(request, "forum/confirm.html", context)


@audience(Audience.MEMBERS)
@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a cancelled meeting take place after all."""
    found = _meeting(request, pk)
    try:
        restore_meeting(found, by=request.user)
    except NotAllowedError:
        raise Http404 from None
    return redirect(found)


@audience(Audience.MEMBERS)
@require_safe
def meeting_ics(request: MemberRequest, pk: int) -> HttpResponse:
    """One meeting, to keep in one's own calendar."""
    found = _meeting(request, pk)
    answer = HttpResponse(calendar_of([found], name=found.title), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="meeting-{pk}.ics"'
    return answer


def _rooms(request: MemberRequest) -> "QuerySet[Room]":
    rooms = Room.objects.visible_to(request.user).with_standing_of(request.user)
    return rooms.select_related("main_theme")


def _meeting(request: MemberRequest, pk: int) -> Meeting:
    return get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("room__main_theme", "topic"), pk=pk
    )


def _animated(request: MemberRequest, pk: int) -> Meeting:
    """Return a meeting that she may change; for others it does not exist."""
    found = _meeting(request, pk)
    if not may_animate(found.room, request.user):
        raise Http404
    return found
