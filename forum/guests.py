"""Guests: somebody from outside a room, let into one of its topics until a date."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from forum.errors import AlreadyReaderError, NotAllowedError
from forum.keys import numbers_of, topic_key
from forum.models import Notice, Topic, TopicGuest
from forum.notices import mail_guest
from forum.permissions import require_animator
from forum.readers import readers_of
from forum.records import record
from forum.telling import tell
from members.inviting import close_place, invite, member_at
from members.models import Invitation, Member


@transaction.atomic
def invite_guest(topic: Topic, *, by: Member, email: str, until: date, language: str) -> Invitation:
    """Invite somebody into one topic until the end of a day: at once with an account, else by a mail that leads to one.

    Inviting a guest again moves her end. Raises NotAllowedError, AlreadyReaderError, and members' ClosedAccountError.
    """
    require_animator(topic.room, by)
    member = member_at(email)
    is_guest = member is not None and topic.guests.current().filter(member=member).exists()
    if member and not is_guest and readers_of(topic).filter(pk=member.pk).exists():
        raise AlreadyReaderError
    key = topic_key(topic)
    invitation = invite(email, by=by, language=language, places=[key], ends={key: end_of(until)}, as_guest=True)
    record(topic, "invite_guest", by=by, invitation=invitation.pk)
    return invitation


@transaction.atomic
def let_guest_in(topic: Topic, *, member: Member, until: datetime, by: Member | None) -> TopicGuest | None:
    """Make somebody a guest of a topic until a moment (again), and tell her; None when the moment has passed."""
    if until <= timezone.now():
        return None
    given = {"until": until, "invited_by": by, "invited_at": timezone.now()}
    guest, _is_new = TopicGuest.objects.update_or_create(topic=topic, member=member, defaults=given)
    tell(
        [member], about=topic_key(topic), reason=Notice.Reason.INVITED, room=topic.room, topic=topic, by=by, mail=False
    )
    mail_guest(guest)
    return guest


@transaction.atomic
def end_guest(guest: TopicGuest, *, by: Member) -> None:
    """End a guest's access now; what she wrote stays. Raises NotAllowedError."""
    require_animator(guest.topic.room, by)
    record(guest.topic, "end_guest", by=by, member=guest.member_id)
    guest.delete()


@transaction.atomic
def take_back(topic: Topic, *, invitation: Invitation, by: Member) -> None:
    """Take back an invitation that nobody has accepted yet.

    Raises NotAllowedError, and members' AlreadyAnsweredError.
    """
    require_animator(topic.room, by)
    if topic_key(topic) not in invitation.places:
        raise NotAllowedError
    close_place(invitation, place=topic_key(topic), by=by)
    record(topic, "end_guest", by=by, invitation=invitation.pk)


def invited_to(topic: Topic) -> list[Invitation]:
    """Return the invitations to this topic that wait for somebody who has no account yet, each with its `until`."""
    key = topic_key(topic)
    waiting = [row for row in Invitation.objects.standing().exclude(ends={}) if key in row.places]
    for invitation in waiting:
        invitation.until = datetime.fromisoformat(invitation.ends[key])  # type: ignore[attr-defined]  # for the page
    return waiting


def end_of(day: date) -> datetime:
    """Return the last minute of a day here: “until the 12th” includes the 12th."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def topics_of(invitation: Invitation) -> list[tuple[Topic, datetime]]:
    """Return the topics that an invitation opens, each with its end."""
    topics = Topic.objects.filter(pk__in=numbers_of(invitation.places, kind="topic")).select_related("room")
    return [(topic, datetime.fromisoformat(invitation.ends[topic_key(topic)])) for topic in topics]
