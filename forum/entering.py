"""An administrator enters a room that is closed to her: with a written reason, for a day, seen by its animators."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
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
    _tell(room, by=by, words=reason.strip())
    return membership


def tell_of_administrators(room: Room, newcomers: Iterable[Member]) -> None:
    """Tell the animators of administrators whom a group brings into a room: they could arrange it themselves."""
    if room.access == Room.Access.OPEN:
        return
    for administrator in administrators().filter(pk__in=[member.pk for member in newcomers]):
        record(room, "enter_by_group", by=administrator)
        _tell(room, by=administrator, words="")


def administrators() -> "QuerySet[Member]":
    """Return who may let people into rooms, herself included."""
    right = Permission.objects.filter(codename="add_roommember", content_type__app_label="forum")
    may = Q(is_superuser=True) | Q(user_permissions__in=right) | Q(groups__permissions__in=right)
    return Member.objects.filter(may, state=Member.State.APPROVED).distinct()


def _tell(room: Room, *, by: Member, words: str) -> None:
    """Tell every animator. A second entry is a second thing to know of, also while the first has not been seen."""
    animators = room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR).exclude(member=by)
    told = [row.member for row in animators.select_related("member")]
    about = f"{room_key(room)}:entry:{timezone.now().timestamp():.0f}"
    tell(told, about=about, reason=Notice.Reason.ENTERED, room=room, by=by, words=words)
