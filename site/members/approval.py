"""Lets newcomers in and people out: approval by a mail domain or by an administrator, rejection, deactivation.

Every change of state is one conditional update: of two administrators who decide at once, one is told.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from wagtail.log_actions import log

from members.errors import AlreadyDecidedError, NotAllowedError
from members.groups import refill_groups_of
from members.handing_over import hand_over
from members.mail_domains import normalised_domain
from members.mails import mail_member
from members.models import Member, Organisation
from members.permissions import may_decide

State = Member.State


@transaction.atomic
def welcome_verified(member: Member) -> bool:
    """Let a newcomer in whose verified main address belongs to a member organisation, or call the administrators.

    Returns whether she was let in. Only a pending member is: who was rejected or deactivated stays so,
    whatever address she verifies.
    """
    if member.state != State.PENDING or not member.emailaddress_set.filter(primary=True, verified=True).exists():
        return False
    domain = normalised_domain(member.email)
    organisation = owner_of_domain(domain)
    if organisation is None:
        _call_administrators(member)
        return False
    try:
        move_state(member, {State.PENDING}, State.APPROVED, organisation=organisation)
    except AlreadyDecidedError:
        return False
    tell_decision(member, "approve", about="approved", by=None, domain=domain)
    return True


@transaction.atomic
def welcome_waiting(organisation: Organisation) -> int:
    """Let in those who wait already, now that a domain of theirs is written down; return how many."""
    theirs = Q()
    for mail_domain in organisation.domains.all():
        theirs |= Q(email__iendswith=f"@{mail_domain.domain}")
    return sum(welcome_verified(member) for member in Member.objects.waiting().filter(theirs)) if theirs else 0


@transaction.atomic
def approve_member(member: Member, *, by: Member, organisation: Organisation | None = None) -> None:
    """Make a full member of a pending or rejected person or a guest, for this organisation or the one she has chosen.

    Raises NotAllowedError, AlreadyDecidedError.
    """
    _check(member, by)
    chosen = {"organisation": organisation} if organisation else {}
    move_state(member, {State.PENDING, State.REJECTED, State.GUEST}, State.APPROVED, state_reason="", **chosen)
    tell_decision(member, "approve", about="approved", by=by)


@transaction.atomic
def reject_member(member: Member, *, by: Member, reason: str = "") -> None:
    """Refuse a newcomer; the reason is told to her. Raises NotAllowedError, AlreadyDecidedError."""
    _check(member, by)
    move_state(member, {State.PENDING}, State.REJECTED, state_reason=reason)
    tell_decision(member, "reject", about="rejected", by=by, reason=reason)


@transaction.atomic
def deactivate_member(member: Member, *, by: Member, reason: str = "", successor: Member | None = None) -> None:
    """Close an account: open sessions end with the next request. A successor takes over what she looked after.

    Raises NotAllowedError, NotASuccessorError, AlreadyDecidedError.
    """
    _check(member, by)
    if successor:
        hand_over(member, to=successor, by=by)
    move_state(member, {State.APPROVED, State.GUEST}, State.DEACTIVATED, state_reason=reason)
    tell_decision(member, "deactivate", about="deactivated", by=by, reason=reason)


@transaction.atomic
def reactivate_member(member: Member, *, by: Member) -> None:
    """Open a deactivated account again, with a fresh log-in. Raises NotAllowedError, AlreadyDecidedError."""
    _check(member, by)
    move_state(member, {State.DEACTIVATED}, State.APPROVED, state_reason="")
    tell_decision(member, "reactivate", about="reactivated", by=by)


def owner_of_domain(domain: str) -> Organisation | None:
    """Return the member or partner organisation that owns exactly this domain; a former member vouches for nobody."""
    return Organisation.objects.filter(domains__domain=domain).exclude(standing=Organisation.Standing.FORMER).first()


def _check(member: Member, by: Member) -> None:
    if not may_decide(by, member):
        raise NotAllowedError


def move_state(member: Member, leaving: set[Member.State], to: Member.State, **changes: Any) -> None:
    """Move an account on, if it is still in one of these states, and its groups with it. Raises AlreadyDecidedError."""
    if to not in Member.MAY_LOG_IN:
        changes["session_round"] = F("session_round") + 1
    moved = Member.objects.filter(pk=member.pk, state__in=leaving).update(
        state=to, is_active=to in Member.MAY_LOG_IN, **changes
    )
    if not moved:
        raise AlreadyDecidedError
    member.refresh_from_db()
    refill_groups_of(member)


def tell_decision(member: Member, verb: str, *, about: str, by: Member | None, **details: str) -> None:
    """Write the decision down, and mail it to the person."""
    log(instance=member, action=f"members.{verb}", user=by, data=details)
    mail_member(member, about=about, reason=member.state_reason, start_url=settings.SITE_URL + reverse("whats_new"))


def _call_administrators(member: Member) -> None:
    """Write to everybody who can decide, once per newcomer however often she verifies an address."""
    for administrator in Member.objects.approvers():
        mail_member(
            administrator,
            about="someone_waits",
            key=f"waiting:{member.pk}:{administrator.pk}",
            newcomer=member,
            domain=normalised_domain(member.email),
            decide_url=settings.SITE_URL + reverse("members:edit", args=(member.pk,)),
        )
