"""Ends what people follow, and what they are told, in places that they can no longer read."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum.models import Follow, Notice, Room, RoomMember, Topic, TopicGuest
from forum.readers import readers_of
from forum.telling import PERSONAL, forget_notices
from members.models import Member

# Ends of access older than this have been seen to, however long the clock stood still.
LOOK_BACK = timedelta(days=30)


@transaction.atomic
def forget_room(room: Room, *, members: Iterable[Member]) -> None:
    """End follows and notices of a room for those of these people who may not read it any more."""
    for member in members:
        if not Room.objects.visible_to(member).filter(pk=room.pk).exists():
            leave_behind(room, member=member)


@transaction.atomic
def forget_topic(topic: Topic, *, members: Iterable[Member]) -> None:
    """End follows and notices of a topic for those of these people who may not read it any more."""
    readers = readers_of(topic).values("pk")
    lost = [member.pk for member in members]
    Follow.objects.filter(topic=topic, member__in=lost).exclude(member__in=readers).delete()
    notices = Notice.objects.filter(topic=topic, member__in=lost).exclude(member__in=readers)
    notices.exclude(reason__in=PERSONAL).delete()


@transaction.atomic
def leave_behind(room: Room, *, member: Member) -> None:
    """End what she followed and was told in this room, but for topics that she is a guest of."""
    invited = TopicGuest.objects.current().filter(member=member).values("topic")
    here = Follow.objects.filter(Q(room=room) | Q(topic__room=room), member=member)
    here.exclude(topic__in=invited, topic__isnull=False).delete()
    forget_notices(member, room)


def listeners_of(room: Room) -> list[Member]:
    """Return everybody who follows or was told something in this room, whether she may still read it or not."""
    follows = Follow.objects.filter(Q(room=room) | Q(topic__room=room)).order_by().values("member")
    told = Notice.objects.filter(Q(room=room) | Q(topic__room=room)).order_by().values("member")
    return list(Member.objects.filter(Q(pk__in=follows) | Q(pk__in=told)))


def forget_what_has_ended() -> None:
    """See to memberships and guests whose time has run out; twice does no harm."""
    now = timezone.now()
    lately = {"until__lte": now, "until__gt": now - LOOK_BACK}
    for membership in RoomMember.objects.filter(**lately).select_related("room", "member"):
        forget_room(membership.room, members=[membership.member])
    for guest in TopicGuest.objects.filter(**lately).select_related("topic__room", "member"):
        forget_topic(guest.topic, members=[guest.member])
