"""Asks for approval, gives it and declines it: four eyes, bound to the hash of what was asked about."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from newsletter import permissions
from newsletter.checking import blocking
from newsletter.errors import ChangedError, NotReadyError, SamePersonError
from newsletter.freezing import freeze_renditions
from newsletter.locking import lock_issue
from newsletter.models import Approval, Issue
from newsletter.notices import tell_approved, tell_asked, tell_declined
from newsletter.variants import findings
from newsletter.voiding import content_hash, standing_approval


@transaction.atomic
def ask_approval(issue: Issue, *, by: Any) -> Approval:
    """Ask whether the issue as it is now may leave. Raises NotReadyError with what must be mended first."""
    permissions.require(by, permissions.COMPOSE)
    issue = lock_issue(issue, states=[Issue.State.DRAFT])
    if blocks := blocking(findings(issue)):
        raise NotReadyError(blocks)
    approval = Approval.objects.create(issue=issue, content_hash=content_hash(issue), asked_by=by)
    _enter(issue, Issue.State.IN_REVIEW)
    log(issue, "newsletter.ask", user=by)
    tell_asked(issue, approval=approval)
    return approval


@transaction.atomic
def approve_issue(issue: Issue, *, by: Any, seen: str = "") -> Approval:
    """Say yes, and freeze what leaves. `seen` is the hash of what the person had before her eyes.

    Raises SamePersonError for who composed or asked, ChangedError if the issue is not what was asked about.
    """
    permissions.require(by, permissions.APPROVE)
    issue = lock_issue(issue, states=[Issue.State.IN_REVIEW])
    approval = _asked(issue)
    if by.pk in {approval.asked_by_id, issue.composed_by_id}:
        raise SamePersonError
    now = content_hash(issue)
    if now != approval.content_hash or (seen and seen != now):
        raise ChangedError
    if blocks := blocking(findings(issue)):
        raise NotReadyError(blocks)
    approval.by, approval.at = by, timezone.now()
    approval.save(update_fields=["by", "at"])
    issue.content_hash = now
    freeze_renditions(issue)
    _enter(issue, Issue.State.APPROVED)
    log(issue, "newsletter.approve", user=by, data={"hash": now})
    tell_approved(issue, approval=approval)
    return approval


@transaction.atomic
def decline_issue(issue: Issue, *, by: Any, comment: str) -> None:
    """Say no and why; the issue is a draft again."""
    permissions.require(by, permissions.APPROVE)
    issue = lock_issue(issue, states=[Issue.State.IN_REVIEW])
    approval = _asked(issue)
    approval.by, approval.declined_at, approval.comment = by, timezone.now(), comment.strip()
    approval.save(update_fields=["by", "declined_at", "comment"])
    _enter(issue, Issue.State.DRAFT)
    log(issue, "newsletter.decline", user=by, data={"comment": approval.comment})
    tell_declined(issue, approval=approval)


def _asked(issue: Issue) -> Approval:
    approval = standing_approval(issue)
    if approval is None:
        raise ChangedError
    return approval


def _enter(issue: Issue, state: Issue.State) -> None:
    issue.state = state
    issue.save(update_fields=["state", "content_hash"])
