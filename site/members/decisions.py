"""The decisions that administrators take about an account, as the CMS offers them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from members import approval
from members.errors import NotASuccessorError
from members.handing_over import hand_over
from members.models import Member
from members.permissions import may_decide
from members.second_factor import has_second_factor, reset_second_factor

State = Member.State


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One button: from which states it leads, what it says, what it asks for, and the verb that does it."""

    name: str
    verb: Callable[..., None]
    leaves: frozenset[str]
    label: Any
    question: Any
    consequence: Any
    done: Any
    asks: tuple[str, ...] = ()
    serious: bool = False


def _hand_over(member: Member, *, by: Member, successor: Member | None = None) -> None:
    if successor is None:
        raise NotASuccessorError
    hand_over(member, to=successor, by=by)


DECISIONS = {
    decision.name: decision
    for decision in (
        Decision(
            name="approve",
            verb=approval.approve_member,
            leaves=frozenset({State.PENDING, State.REJECTED, State.GUEST}),
            label=_("Approve"),
            question=_("Approve this request?"),
            consequence=_("She can enter the members' side at once, and gets a mail that says so."),
            done=_("%(name)s is approved."),
            asks=("organisation",),
        ),
        Decision(
            name="reject",
            verb=approval.reject_member,
            leaves=frozenset({State.PENDING}),
            label=_("Reject"),
            question=_("Reject this request?"),
            consequence=_("She can no longer log in, and gets a mail with the reason that you give."),
            done=_("The request of %(name)s is rejected."),
            asks=("reason",),
            serious=True,
        ),
        Decision(
            name="deactivate",
            verb=approval.deactivate_member,
            leaves=frozenset({State.APPROVED, State.GUEST}),
            label=_("Deactivate"),
            question=_("Deactivate this account?"),
            consequence=_(
                "She is logged out everywhere at once, cannot log in again, and gets a mail with the reason that you"
                " give. What she has written stays."
            ),
            done=_("The account of %(name)s is deactivated."),
            asks=("reason", "successor"),
            serious=True,
        ),
        Decision(
            name="reactivate",
            verb=approval.reactivate_member,
            leaves=frozenset({State.DEACTIVATED}),
            label=_("Reactivate"),
            question=_("Open this account again?"),
            consequence=_("She can log in again, and gets a mail that says so."),
            done=_("The account of %(name)s is open again."),
        ),
        Decision(
            name="hand-over",
            verb=_hand_over,
            leaves=frozenset({State.APPROVED, State.DEACTIVATED}),
            label=_("Hand over"),
            question=_("Hand over to a successor?"),
            consequence=_(
                "A colleague of the same organisation takes over the rooms that she animates, her open questions and"
                " the discussions that she follows, and is told so."
            ),
            done=_("What %(name)s looked after is handed over."),
            asks=("successor",),
        ),
        Decision(
            name="reset-second-step",
            verb=reset_second_factor,
            leaves=frozenset(Member.MAY_LOG_IN),
            label=_("Take away the second step"),
            question=_("Take away the second step of the log-in?"),
            consequence=_(
                "For somebody who has lost her phone and her recovery codes. Make sure that it is really she who asks:"
                " call her. She is logged out everywhere, and her password alone is then enough."
            ),
            done=_("%(name)s now logs in with the password alone."),
            serious=True,
        ),
    )
}


def open_decisions(person: Member, member: Member) -> list[Decision]:
    """Return what this person can decide about that member now."""
    if not may_decide(person, member):
        return []
    return [
        decision
        for decision in DECISIONS.values()
        if member.state in decision.leaves and _makes_sense(decision, member)
    ]


def _makes_sense(decision: Decision, member: Member) -> bool:
    """Say whether there is anything to decide: a second step to take away, an organisation to find a successor in."""
    if decision.verb is reset_second_factor:
        return has_second_factor(member)
    return decision.verb is not _hand_over or member.organisation_id is not None
