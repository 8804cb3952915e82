"""Handover: what somebody who leaves looked after passes to a successor of the same organisation."""

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from contracts.handing_over import Part
from contracts.loading import load
from members.errors import NotAllowedError, NotASuccessorError
from members.models import Member, MemberQuerySet
from members.permissions import may_decide


def successors_of(member: Member) -> MemberQuerySet:
    """Return who can take over: the other approved members of her organisation."""
    colleagues = Member.objects.filter(state=Member.State.APPROVED, organisation=member.organisation_id)
    if member.organisation_id is None:
        return colleagues.none()
    return colleagues.exclude(pk=member.pk).order_by("name", "pk")


def preview(member: Member) -> list[Part]:
    """Return what would pass on."""
    return [part for each in load(settings.HANDOVERS) for part in each.preview(member) if part.titles]


@transaction.atomic
def hand_over(member: Member, *, to: Member, by: Member) -> None:
    """Pass on what this member looks after, as she herself or as an administrator; it is written down.

    Raises NotAllowedError, NotASuccessorError.
    """
    if by.pk != member.pk and not may_decide(by, member):
        raise NotAllowedError
    if not successors_of(member).filter(pk=to.pk).exists():
        raise NotASuccessorError
    for each in load(settings.HANDOVERS):
        each.pass_on(member, to=to, by=by)
    log(instance=member, action="members.hand_over", user=by, data={"to": to.pk, "reason": to.name})
