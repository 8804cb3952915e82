"""Coming into rooms and leaving them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import notices
from forum.errors import AlreadyAnsweredError, AlreadyAskedError, NotAllowedError
from forum.losing import leave_behind
from forum.models import JoinRequest, Room, RoomMember, RoomReading, TopicGuest
from forum.permissions import require_animator
from forum.records import record
from members.models import Member

Origin = RoomMember.Origin
Role = RoomMember.Role


@transaction.atomic
def let_in(
    room: Room, *, member: Member, origin: Origin, role: Role = Role.MEMBER, until: datetime | None = None
) -> RoomMember:
    """Make someone a member of a room (again). What was said before she came counts as read.

    Her role never gets less by coming in a second time.
    """
    membership, is_new = RoomMember.objects.get_or_create(
        room=room, member=member, defaults={"origin": origin, "role": role, "until": until}
    )
    if not is_new and (membership.until is not None or role == Role.ANIMATOR):
        membership.until, membership.origin = until, origin
        membership.role = role if role == Role.ANIMATOR else membership.role
        membership.save(update_fields=["until", "origin", "role"])
    if membership.until is None:
        TopicGuest.objects.filter(topic__room=room, member=member).delete()  # she is at home here now
    start_reading(room, members=[member])
    for request in JoinRequest.objects.filter(room=room, member=member, state=JoinRequest.State.OPEN):
        _answer(request, JoinRequest.State.ACCEPTED, by=None)
    return membership


def start_reading(room: Room, *, members: Iterable[Member]) -> None:
    """Count what has been said so far as read for newcomers; those who read here before keep their mark."""
    now = timezone.now()
    rows = (RoomReading(room=room, member=member, read_before=now) for member in members)
    RoomReading.objects.bulk_create(rows, ignore_conflicts=True)


def join_room(room: Room, *, member: Member) -> RoomMember:
    """Join an open room. Raises NotAllowedError where one has to ask."""
    if not Room.objects.joinable_by(member).filter(pk=room.pk, access=Room.Access.OPEN).exists():
        raise NotAllowedError
    return let_in(room, member=member, origin=Origin.JOINED)


@transaction.atomic
def leave_room(room: Room, *, member: Member) -> None:
    """Leave a room; what she followed and was told there ends. Who is there by a group's rule comes back with it."""
    room.memberships.filter(member=member).delete()
    leave_behind(room, member=member)


def ask_to_join(room: Room, *, member: Member, sentence: str) -> JoinRequest:
    """Ask a room's animators to be let in. Raises NotAllowedError, and AlreadyAskedError while a request is open."""
    if not Room.objects.joinable_by(member).filter(pk=room.pk, access=Room.Access.REQUEST).exists():
        raise NotAllowedError
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(room=room, member=member, sentence=sentence)
            notices.tell_animators(request)
    except IntegrityError as error:
        raise AlreadyAskedError from error
    return request


@transaction.atomic
def withdraw_request(request: JoinRequest, *, by: Member) -> None:
    """Take one's own open request back. Raises NotAllowedError, AlreadyAnsweredError."""
    if request.member_id != by.pk:
        raise NotAllowedError
    _answer(request, JoinRequest.State.WITHDRAWN, by=by)


@transaction.atomic
def accept_request(request: JoinRequest, *, by: Member) -> RoomMember:
    """Let the person in who asked, and tell her. Raises NotAllowedError, AlreadyAnsweredError."""
    require_animator(request.room, by)
    _answer(request, JoinRequest.State.ACCEPTED, by=by)
    membership = let_in(request.room, member=request.member, origin=Origin.REQUEST)
    record(request.room, "accept_request", by=by, member=request.member_id)
    notices.tell_answer(request)
    return membership


@transaction.atomic
def decline_request(request: JoinRequest, *, by: Member, answer: str = "") -> None:
    """Decline, with a sentence if one is given, and tell her. Raises NotAllowedError, AlreadyAnsweredError."""
    require_animator(request.room, by)
    _answer(request, JoinRequest.State.DECLINED, by=by, answer=answer)
    record(request.room, "decline_request", by=by, member=request.member_id)
    notices.tell_answer(request)


def _answer(request: JoinRequest, state: JoinRequest.State, *, by: Member | None, answer: str = "") -> None:
    """Move an open request on, once: of two animators who answer at the same time, one is told.

    Nobody answers (`by`) when the person came in by another way.
    """
    values = {"state": state, "answered_by": by, "answered_at": timezone.now(), "answer": answer}
    if not JoinRequest.objects.filter(pk=request.pk, state=JoinRequest.State.OPEN).update(**values):
        raise AlreadyAnsweredError
    for name, value in values.items():
        setattr(request, name, value)
    notices.forget_request(request)
