"""When an issue leaves: planned, scheduled, sent now, cancelled."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from newsletter import permissions
from newsletter.errors import WrongStateError
from newsletter.locking import lock_issue
from newsletter.models import Issue
from newsletter.sending import begin_sending
from newsletter.voiding import note_change


@transaction.atomic
def plan_issue(issue: Issue, *, planned_for: datetime, by: Any) -> None:
    """Choose another hour. Another day voids the approval: what is still to come depends on it."""
    permissions.require(by, permissions.COMPOSE)
    issue = lock_issue(issue)
    issue.planned_for, issue.late_notice_at = planned_for, None
    issue.save(update_fields=["planned_for", "late_notice_at"])
    note_change(issue, why=_("The day was changed."))


@transaction.atomic
def schedule_issue(issue: Issue, *, by: Any) -> None:
    """Let an approved issue leave at its planned hour. Raises WrongStateError if that hour has gone by."""
    permissions.require(by, permissions.SEND)
    issue = lock_issue(issue, states=[Issue.State.APPROVED])
    if issue.planned_for <= timezone.now():
        raise WrongStateError(_("The planned hour has gone by: choose another one, or send the issue now."))
    issue.state = Issue.State.SCHEDULED
    issue.save(update_fields=["state"])
    log(issue, "newsletter.schedule", user=by)


@transaction.atomic
def send_now(issue: Issue, *, by: Any) -> bool:
    """Let an approved or scheduled issue leave at once, its hour come or gone; False if its approval was void."""
    permissions.require(by, permissions.SEND)
    issue = lock_issue(issue, states=[Issue.State.APPROVED, Issue.State.SCHEDULED])
    log(issue, "newsletter.send", user=by)
    return begin_sending(issue)


@transaction.atomic
def unschedule_issue(issue: Issue, *, by: Any) -> None:
    """Keep a scheduled issue back; its approval stands."""
    permissions.require(by, permissions.SEND)
    issue = lock_issue(issue, states=[Issue.State.SCHEDULED])
    issue.state = Issue.State.APPROVED
    issue.save(update_fields=["state"])
    log(issue, "newsletter.unschedule", user=by)


@transaction.atomic
def cancel_issue(issue: Issue, *, by: Any) -> None:
    """Give an issue up before any mail has left; its content is free for another one."""
    permissions.require(by, permissions.SEND)
    issue = lock_issue(issue)
    issue.items.update(cancelled=True)
    issue.approvals.filter(voided_at=None, declined_at=None).update(
        voided_at=timezone.now(), voided_why=_("The issue was cancelled.")
    )
    issue.renditions.all().delete()
    issue.state, issue.content_hash = Issue.State.CANCELLED, ""
    issue.save(update_fields=["state", "content_hash"])
    log(issue, "newsletter.cancel", user=by)
