"""The doors of a room, its public pages: finding one, and closing all of them."""

from forum.models import Room, RoomPage
from members.models import Member


def door_of(room: Room, *, language: str) -> RoomPage | None:
    """Return the live door of a listed room in a language, or None.

    Copies and aliases may carry the same room (the locale lies on another table, so no constraint can forbid it):
    the oldest live page that is no alias is the door.
    """
    doors = RoomPage.objects.filter(
        room=room, room__listed=True, locale__language_code=language, live=True, alias_of=None
    )
    return doors.order_by("pk").first()


def close_doors(room: Room, *, by: Member) -> None:
    """Unpublish every door of a room that is listed no more: its name leaves menus, maps of the site and search."""
    for door in RoomPage.objects.filter(room=room, live=True):
        door.unpublish(user=by)
