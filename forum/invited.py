"""Lets in whoever has accepted an invitation: into rooms, and into single topics as a guest."""

from collections.abc import Iterable

from forum.guests import let_guest_in, topics_of
from forum.keys import numbers_of, room_key
from forum.models import Notice, Room, RoomMember
from forum.notices import mail_invited
from forum.rooms import let_in
from forum.telling import tell
from members.models import Invitation, Member


def let_invited_in(keys: Iterable[str]) -> None:
    """Open the places of accepted invitations among these keys; other keys are not ours."""
    accepted = Invitation.objects.filter(pk__in=numbers_of(keys, kind="invitation"), accepted_by__isnull=False)
    for invitation in accepted.select_related("accepted_by", "by"):
        if member := invitation.accepted_by:
            _open_rooms(invitation, member)
            for topic, until in topics_of(invitation):
                let_guest_in(topic, member=member, until=until, by=invitation.by)


def _open_rooms(invitation: Invitation, member: Member) -> None:
    """Let her into the rooms. A mail names them to who had an account before; others had the invitation's own."""
    rooms = list(Room.objects.filter(pk__in=numbers_of(invitation.places, kind="room")))
    for room in rooms:
        let_in(room, member=member, origin=RoomMember.Origin.INVITED)
        tell([member], about=room_key(room), reason=Notice.Reason.INVITED, room=room, by=invitation.by, mail=False)
    if rooms and member.joined_at < invitation.at:
        mail_invited(invitation, member=member, rooms=rooms)
