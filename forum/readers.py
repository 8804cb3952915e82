"""Who may read a topic: `visible_to` asked the other way round, for one topic and everybody at once."""

from django.db.models import Q, QuerySet

from forum.models import Room, RoomMember, Topic, TopicGuest
from members.models import Member


def readers_of(topic: Topic) -> "QuerySet[Member]":
    """Return everybody for whom `Topic.objects.visible_to` would keep this topic; a test holds the two together."""
    inside = Q(pk__in=RoomMember.objects.current().filter(room=topic.room_id).values("member"))
    inside |= Q(pk__in=TopicGuest.objects.current().filter(topic=topic.pk).values("member"))
    if topic.room.access == Room.Access.OPEN:
        inside |= Q(state=Member.State.APPROVED)
    return Member.objects.filter(inside, state__in=[Member.State.APPROVED, Member.State.GUEST])
