"""An administrator enters a room that is closed to her: with a written reason, for a day, seen by its animators."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from forum.errors import AlreadyReaderError, NotAllowedError
from forum.keys import room_key
from forum.models import Notice, Room, RoomMember
from forum.records import record
from forum.rooms import start_reading
from forum.telling import tell
from members.models import Member

LASTS = timedelta(hours=24)


def may_enter(room: Room, member: Member) -> bool:
    """Whether she runs the rooms of this network and cannot read this one."""
    runs = member.is_approved and member.has_perm("forum.add_roommember")
    return runs and not Room.objects.visible_to(member).filter(pk=room.pk).exists()


@transaction.atomic
def enter_room(room: Room, *, by: Member, reason: str) -> RoomMember:
    """Let an administrator in for a day. It is logged with its reason, and every animator is told.

    Raises NotAllowedError (also without a reason), AlreadyReaderError.
    """
    if not reason.strip() or not by.is_approved or not by.has_perm("forum.add_roommember"):
        raise NotAllowedError
    if not may_enter(room, by):
        raise AlreadyReaderError
    now = timezone.now()
    given = {
        "role": RoomMember.Role.MEMBER,
        "origin": RoomMember.Origin.GRANT,
        "until": now + LASTS,
        "reason": reason.strip(),
        "joined_at": now,
        "leaving": None,
    }
    membership, _is_new = RoomMember.objects.update_or_create(room=room, member=by, defaults=given)
    start_reading(room, members=[by])
    record(room, "enter_room", by=by, reason=reason.strip())
    animators = room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR).select_related("member")
    told = [row.member for row in animators]
    # A second entry is a second thing to know of, also while the first notice has not been seen.
    about = f"{room_key(room)}:entry:{membership.joined_at.timestamp():.0f}"
    tell(told, about=about, reason=Notice.Reason.ENTERED, room=room, by=by, words=reason.strip())
    return membership
