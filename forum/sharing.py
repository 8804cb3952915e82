"""What people share in the forum: rooms that both are in, and single topics that one of them is a guest of."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q

from contracts.sharing import Place
from forum.models import Comment, Room, RoomMember, Topic, TopicGuest

Role = RoomMember.Role


class SharedRooms:
    """Implements contracts.sharing.SharedPlaces.

    Who is a guest of one topic meets there who wrote in it under her name, its other guests and the room's animators:
    never the room's silent readers.
    """

    def met_by(self, user: Any) -> Q:
        """Hold for who is in a room that this person may read, or in a topic that she may read."""
        readable = Topic.objects.visible_to(user).order_by().values("pk")
        rooms = Room.objects.visible_to(user).order_by().values("pk")
        invited = TopicGuest.objects.current().filter(member_id=user.pk).values("topic")
        inside = RoomMember.objects.current().filter(member=OuterRef("pk"))
        guests = TopicGuest.objects.current().filter(member=OuterRef("pk"), topic__in=readable)
        wrote = Comment.objects.filter(user=OuterRef("pk"), topic__in=readable, anonymous_as="")
        animate = inside.filter(role=Role.ANIMATOR, room__topics__in=invited)
        return Q(Exists(inside.filter(room__in=rooms)) | Exists(guests) | Exists(wrote) | Exists(animate))

    def in_common(self, user: Any, other: Any) -> Iterator[Place]:
        """Yield the rooms in which both are members now."""
        hers = RoomMember.objects.current().filter(member=other)
        rooms = Room.objects.of(user).filter(pk__in=hers.values("room"))
        animated = set(hers.filter(role=Role.ANIMATOR).values_list("room_id", flat=True))
        for room in sorted(rooms, key=lambda row: row.name.casefold()):
            yield Place(title=room.name, url=room.get_absolute_url(), is_animated=room.pk in animated)
