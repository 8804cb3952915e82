"""Whom a writer can mention: readers of the place, by the beginning of a name."""

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from forum.mentioning import address_of_member, suggestions
from forum.models import Room, Topic
from forum.readers import readers_of
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience
from members.models import Member


@audience(Audience.MEMBERS)
@require_safe
def in_topic(request: MemberRequest, pk: int) -> HttpResponse:
    """Readers of a topic."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("room"), pk=pk)
    return _suggested(request, readers_of(topic))


@audience(Audience.MEMBERS)
@require_safe
def in_room(request: MemberRequest, pk: int) -> HttpResponse:
    """Readers of a room, for its next topic."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    return _suggested(request, readers_of(Topic(room=room)))


def _suggested(request: MemberRequest, readers: "QuerySet[Member]") -> HttpResponse:
    typed = request.GET.get("q", "")[:60].strip()
    found = suggestions(readers.exclude(pk=request.user.pk), typed=typed) if typed else []
    people = [
        {
            "name": member.name,
            "organisation": member.organisation.name if member.organisation else "",
            "address": address_of_member(member),
        }
        for member in found
    ]
    return JsonResponse({"people": people})
