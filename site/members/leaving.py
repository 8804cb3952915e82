"""An organisation leaves the network: its people keep their rooms for a while, then are guests; it can come back.

Every step is announced as "organisation:<pk>", so that rooms can follow.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from contracts.announcing import announce
from members.approval import move_state
from members.errors import AlreadyDecidedError
from members.models import Member, Organisation

Standing = Organisation.Standing
State = Member.State
NOTICE = timedelta(days=30)


@transaction.atomic
def settle_standing(organisation: Organisation, *, before: str, by: Member | None) -> None:
    """Draw the consequences of a changed standing that has been saved."""
    left, leaves = before == Standing.FORMER, organisation.standing == Standing.FORMER
    if leaves and not left:
        _leave(organisation, by=by)
    elif left and not leaves:
        _come_back(organisation, by=by)


def end_memberships() -> int:
    """Make guests of the people of organisations whose notice is over, as a job of the clock; return how many.

    Whoever runs the site stays: only another decision takes that away.
    """
    over = Organisation.objects.filter(standing=Standing.FORMER, leaves_at__lte=timezone.now())
    return sum(_end(organisation) for organisation in over)


@transaction.atomic
def _leave(organisation: Organisation, *, by: Member | None) -> None:
    organisation.leaves_at = timezone.now() + NOTICE
    Organisation.objects.filter(pk=organisation.pk).update(leaves_at=organisation.leaves_at)
    log(instance=organisation, action="members.organisation_leaves", user=by)
    announce(f"organisation:{organisation.pk}")


@transaction.atomic
def _come_back(organisation: Organisation, *, by: Member | None) -> None:
    """Its guests are people of a member organisation again: full members."""
    organisation.leaves_at = None
    Organisation.objects.filter(pk=organisation.pk).update(leaves_at=None)
    for member in organisation.members.filter(state=State.GUEST):
        move_state(member, {State.GUEST}, State.APPROVED)
    log(instance=organisation, action="members.organisation_returns", user=by)
    announce(f"organisation:{organisation.pk}")


@transaction.atomic
def _end(organisation: Organisation) -> int:
    staying = {"is_superuser": False, "groups": None, "state": State.APPROVED}
    ended = 0
    for member in organisation.members.filter(**staying):
        try:
            move_state(member, {State.APPROVED}, State.GUEST)
        except AlreadyDecidedError:
            continue
        log(instance=member, action="members.organisation_gone", user=None)
        ended += 1
    if ended:
        announce(f"organisation:{organisation.pk}")
    return ended
