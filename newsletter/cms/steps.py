"""The steps that an issue can take from where it is, each with its words, its right, and the verb behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsletter import permissions
from newsletter.approving import approve_issue, ask_approval
from newsletter.composing import compose_issue
from newsletter.models import Issue, Subscription
from newsletter.pausing import pause_issue, resume_issue
from newsletter.scheduling import cancel_issue, schedule_issue, send_now, unschedule_issue
from newsletter.voiding import standing_approval

State = Issue.State


@dataclass(frozen=True, kw_only=True)
class Step:
    """One button. `run` calls the verb and returns what to tell; `asks` is a question to answer first."""

    name: str
    label: Any
    permission: str
    states: frozenset[str]
    run: Callable[[Issue, Any, Any], str]
    asks: Callable[[Issue], str] | None = None
    kind: str = ""


def _then(verb: Callable[..., object], words: Any) -> Callable[[Issue, Any, Any], str]:
    """Call the verb, then tell in these words what it did."""

    def run(issue: Issue, by: Any, posted: Any) -> str:
        verb(issue, by=by)
        return str(words)

    return run


def _compose(issue: Issue, by: Any, posted: Any) -> str:
    count = compose_issue(issue, by=by)
    if not count:
        return _("Nothing new came in: every rubric is full, or its rule finds nothing more.")
    return ngettext("%(count)s item came in.", "%(count)s items came in.", count) % {"count": count}


def _approve(issue: Issue, by: Any, posted: Any) -> str:
    approve_issue(issue, by=by, seen=posted.get("seen", ""))
    return _("The issue is approved. What leaves is fixed now.")


def _send(issue: Issue, by: Any, posted: Any) -> str:
    if send_now(issue, by=by):
        return _("The issue is leaving.")
    return _("The issue did not leave: it was changed or an item was withdrawn after the approval. Ask for it again.")


def _how_many(issue: Issue) -> str:
    people = Subscription.objects.receiving().filter(publication=issue.publication).count()
    return ngettext(
        "Send this issue to %(count)s person now? It cannot be taken back.",
        "Send this issue to %(count)s people now? It cannot be taken back.",
        people,
    ) % {"count": people}


def _give_up(issue: Issue) -> str:
    return _("Cancel this issue for good? Its content becomes free for other issues.")


STEPS = (
    Step(
        name="compose",
        label=gettext_lazy("Look for new content"),
        permission=permissions.COMPOSE,
        states=frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED}),
        run=_compose,
        kind="button-secondary",
    ),
    Step(
        name="ask",
        label=gettext_lazy("Ask for approval"),
        permission=permissions.COMPOSE,
        states=frozenset({State.DRAFT}),
        run=_then(ask_approval, gettext_lazy("Approval is asked for. Who may approve gets a mail.")),
    ),
    Step(
        name="approve",
        label=gettext_lazy("Approve what I have seen"),
        permission=permissions.APPROVE,
        states=frozenset({State.IN_REVIEW}),
        run=_approve,
    ),
    Step(
        name="schedule",
        label=gettext_lazy("Let it leave at the planned hour"),
        permission=permissions.SEND,
        states=frozenset({State.APPROVED}),
        run=_then(schedule_issue, gettext_lazy("The issue leaves at its planned hour.")),
    ),
    Step(
        name="send",
        label=gettext_lazy("Send now"),
        permission=permissions.SEND,
        states=frozenset({State.APPROVED, State.SCHEDULED}),
        run=_send,
        asks=_how_many,
        kind="button-secondary",
    ),
    Step(
        name="unschedule",
        label=gettext_lazy("Keep it back"),
        permission=permissions.SEND,
        states=frozenset({State.SCHEDULED}),
        run=_then(unschedule_issue, gettext_lazy("The issue stays until somebody schedules it again.")),
        kind="button-secondary",
    ),
    Step(
        name="pause",
        label=gettext_lazy("Pause the sending"),
        permission=permissions.SEND,
        states=frozenset({State.SENDING}),
        run=_then(pause_issue, gettext_lazy("The sending is paused. Mails that had begun to leave still leave.")),
        kind="button-secondary",
    ),
    Step(
        name="resume",
        label=gettext_lazy("Go on sending"),
        permission=permissions.SEND,
        states=frozenset({State.PAUSED}),
        run=_then(resume_issue, gettext_lazy("The sending goes on.")),
    ),
    Step(
        name="cancel",
        label=gettext_lazy("Cancel the issue"),
        permission=permissions.SEND,
        states=frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED}),
        run=_then(cancel_issue, gettext_lazy("The issue is cancelled. Its content is free for another one.")),
        asks=_give_up,
        kind="no",
    ),
)


def steps_for(issue: Issue, *, person: Any) -> list[Step]:
    """Return the steps that this person may take now."""
    return [
        step
        for step in STEPS
        if issue.state in step.states
        and permissions.may(person, step.permission)
        and not (step.name == "approve" and is_own(issue, person=person))
    ]


def is_own(issue: Issue, *, person: Any) -> bool:
    """Whether the person composed the issue or asked for its approval: then somebody else approves."""
    approval = standing_approval(issue)
    return person.pk in {issue.composed_by_id, approval.asked_by_id if approval else None}


def step_named(name: str) -> Step | None:
    """Return the step of an address."""
    return next((step for step in STEPS if step.name == name), None)
