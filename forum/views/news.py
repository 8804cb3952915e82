"""What is new for a member since her last visit, room by room."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.models import Follow, JoinRequest, Meeting, Room, Topic, TopicGuest
from forum.pages import resume_address
from forum.views.asking import MemberRequest
from forum.views.rooms import unread_counts
from forum.waiting import count_waiting
from interface.audiences import Audience, audience
from members.models import Member

MOST = 60
MOST_PER_ROOM = 8
MEETINGS = 4


@audience(Audience.MEMBERS)
@require_safe
def whats_new(request: MemberRequest) -> HttpResponse:
    """Unread topics of her rooms, requests that wait for her, and her own requests."""
    member = request.user
    asked = member.join_requests.filter(state=JoinRequest.State.OPEN).select_related("room")
    rooms = new_by_room(member)
    context = {
        "rooms": rooms,
        "asked": asked,
        "meetings": next_meetings(member),
        "waiting": count_waiting(member),
        "has_rooms": bool(rooms) or Room.objects.of(member).exists(),
    }
    return render(request, "forum/whats_new.html", context)


def next_meetings(member: Member) -> "QuerySet[Meeting]":
    """Return the next meetings of her rooms."""
    return (
        Meeting.objects.filter(room__in=Room.objects.of(member).values("pk"))
        .to_come()
        .select_related("room")[:MEETINGS]
    )


def new_by_room(member: Member) -> list[tuple[Room, list[Topic], int]]:
    """Return each room that has something new, its newest topics, and how many more there are."""
    muted = Follow.objects.filter(member=member, level=Follow.Level.MUTE).values("topic")
    invited = TopicGuest.objects.current().filter(member=member).values("topic")
    hers = Q(room__in=Room.objects.of(member).values("pk")) | Q(pk__in=invited)
    unread = Topic.objects.filter(hers).visible_to(member).exclude(pk__in=muted).unread_by(member)
    newest = unread.for_rows().select_related("room__main_theme").order_by("-last_activity_at", "-pk")
    by_room: dict[int, tuple[Room, list[Topic]]] = {}
    for topic in newest[:MOST]:
        topic.resume_url = resume_address(topic)
        by_room.setdefault(topic.room_id, (topic.room, []))[1].append(topic)
    counts = unread_counts(member)
    return [
        (room, topics[:MOST_PER_ROOM], max(counts.get(room.pk, 0) - len(topics[:MOST_PER_ROOM]), 0))
        for room, topics in by_room.values()
    ]
