"""Keeps rooms in step with groups: who is in a group that a room names is in the room, as a row of its own."""

from django.db import transaction

from forum.entering import tell_of_administrators
from forum.models import Room, RoomMember
from forum.rooms import start_reading
from members.models import GroupMember, Member

Origin = RoomMember.Origin


@transaction.atomic
def follow_groups(room: Room) -> tuple[int, int]:
    """Make the rows that come from groups say what the groups say now; return how many came and how many went.

    Rows of another origin are left alone: who was let in by hand stays when her group goes.
    """
    wanted = Member.objects.filter(
        pk__in=GroupMember.objects.filter(group__room_rules__room=room).values("member"), state=Member.State.APPROVED
    )
    gone, _by_table = room.memberships.filter(origin=Origin.RULE).exclude(member__in=wanted).delete()
    newcomers = list(wanted.exclude(room_memberships__room=room))
    rows = (RoomMember(room=room, member=member, origin=Origin.RULE) for member in newcomers)
    RoomMember.objects.bulk_create(rows, ignore_conflicts=True)
    start_reading(room, members=newcomers)
    tell_of_administrators(room, newcomers)
    return len(newcomers), gone


def follow_group(group_pk: int) -> None:
    """Bring every room that names this group in step with it."""
    for room in Room.objects.filter(rules__group=group_pk):
        follow_groups(room)
