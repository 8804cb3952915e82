"""The animators' queue: what waits for a look in one room or in all of them, and what was handled lately."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum.models import Room
from forum.moderation_forms import LeaveForm, RemoveForm
from forum.views.asking import MemberRequest
from forum.waiting import Waiting, handled_for, waiting_for
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """Everything that waits in the rooms that she animates."""
    rooms = list(Room.objects.animated_by(request.user))
    if not rooms:
        raise Http404
    return _queue_page(request, rooms=rooms)


@audience(Audience.MEMBERS)
@require_safe
def room_queue(request: MemberRequest, pk: int) -> HttpResponse:
    """What waits in one room."""
    room = get_object_or_404(Room.objects.animated_by(request.user).select_related("main_theme"), pk=pk)
    return _queue_page(request, rooms=[room], room=room)


def _queue_page(request: MemberRequest, *, rooms: list[Room], room: Room | None = None) -> HttpResponse:
    is_handled = request.GET.get("show") == "handled"
    context = {
        "room": room,
        "rooms": rooms,
        "show": "handled" if is_handled else "waiting",
        "rows": [] if is_handled else [(row, _forms(row)) for row in waiting_for(request.user, room=room)],
        "handled": handled_for(request.user, room=room) if is_handled else [],
    }
    return render(request, "forum/queue.html", context)


def _forms(row: Waiting) -> dict[str, object]:
    """The two answers to a comment, with ids of their own on a page of many."""
    if row.comment is None:
        return {}
    return {
        "leave": LeaveForm(auto_id=f"id_leave{row.comment.pk}_%s"),
        "remove": RemoveForm(auto_id=f"id_remove{row.comment.pk}_%s"),
    }
