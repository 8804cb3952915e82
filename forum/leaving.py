"""Rooms follow organisations: when one leaves, its people's rooms end after a notice; when it returns, they don't."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from forum.keys import numbers_of
from forum.models import Notice, RoomMember
from forum.notices import mail_ending
from forum.telling import tell
from members.models import Member, Organisation

GRANT = RoomMember.Origin.GRANT


def follow_organisations(keys: Iterable[str]) -> None:
    """Bring memberships in step with organisations, and with people who changed theirs; other keys are not ours."""
    keys = list(keys)
    for organisation in Organisation.objects.filter(pk__in=numbers_of(keys, kind="organisation")):
        if organisation.standing == Organisation.Standing.FORMER and organisation.leaves_at:
            end_rooms(organisation)
        else:
            give_back(Q(leaving=organisation))
            Notice.objects.filter(about=f"organisation:{organisation.pk}", reason=Notice.Reason.ENDING).delete()
    for member in numbers_of(keys, kind="member"):
        give_back(Q(member=member) & ~Q(member__organisation=F("leaving")))


@transaction.atomic
def end_rooms(organisation: Organisation) -> None:
    """Let the memberships of its people end when it has gone, and tell them now. Those that end earlier stay so."""
    ends = organisation.leaves_at
    rows = RoomMember.objects.current().filter(member__organisation=organisation, leaving=None).exclude(origin=GRANT)
    longer = rows.filter(Q(until=None) | Q(until__gt=ends))
    ending = list(longer.values_list("pk", flat=True))
    longer.update(until_before=F("until"), until=ends, leaving=organisation)
    if ends and ends > timezone.now():
        _tell(organisation, ending)


def give_back(which: Q) -> None:
    """Put back what stood before an organisation left."""
    rows = RoomMember.objects.filter(which, leaving__isnull=False)
    rows.update(until=F("until_before"), until_before=None, leaving=None)


def _tell(organisation: Organisation, ending: list[int]) -> None:
    """Tell each of its people once, by mail and on the site, of all her rooms."""
    rows = RoomMember.objects.filter(pk__in=ending).select_related("room", "member").order_by("member", "room")
    by_member: dict[Member, list[RoomMember]] = {}
    for row in rows:
        by_member.setdefault(row.member, []).append(row)
    for member, memberships in by_member.items():
        rooms = [row.room for row in memberships]
        with translation.override(member.language):
            words = ", ".join(room.name for room in rooms)
        tell([member], about=f"organisation:{organisation.pk}", reason=Notice.Reason.ENDING, words=words, mail=False)
        if member.is_approved:
            mail_ending(organisation, member=member, rooms=rooms)
