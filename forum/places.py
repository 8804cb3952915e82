"""The rooms and topics into which members' invitations and groups lead."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from forum.keys import numbers_of, room_key
from forum.models import Room, RoomMember, Topic


class ForumPlaces:
    """Implements contracts.places.PlaceSource."""

    def choices(self) -> Iterable[tuple[str, str]]:
        """Return every room: whoever invites runs the network, and sees their names in the CMS already."""
        return sorted(((room_key(room), room.name) for room in Room.objects.all()), key=lambda pair: pair[1].casefold())

    def names(self, keys: Iterable[str]) -> Mapping[str, str]:
        """Name rooms; a topic is “a discussion” in its room, since its title is for its readers."""
        keys = list(keys)
        rooms = Room.objects.filter(pk__in=numbers_of(keys, kind="room"))
        topics = Topic.objects.filter(pk__in=numbers_of(keys, kind="topic")).select_related("room")
        named = {room_key(room): room.name for room in rooms}
        return named | {
            f"topic:{topic.pk}": _("one discussion in the room “%(room)s”") % {"room": topic.room} for topic in topics
        }

    def people_by_groups(self, groups: Iterable[int]) -> Mapping[str, frozenset[int]]:
        """Return the members of every room that one of these groups fills."""
        return people_in(Room.objects.filter(rules__group__in=list(groups)).distinct())

    def people_at(self, keys: Iterable[str]) -> Mapping[str, frozenset[int]]:
        """Return the members of these rooms."""
        return people_in(Room.objects.filter(pk__in=numbers_of(keys, kind="room")))


def people_in(rooms: Iterable[Room]) -> dict[str, frozenset[int]]:
    """Return who is a member of each of these rooms now, by the room's key."""
    inside: dict[str, set[int]] = {room_key(room): set() for room in rooms}
    rows = RoomMember.objects.current().filter(room__in=numbers_of(inside, kind="room")).order_by()
    for room, member in rows.values_list("room", "member"):
        inside[f"room:{room}"].add(member)
    return {key: frozenset(members) for key, members in inside.items()}
