"""Binds an approval to exactly what was asked about: any change of the issue voids it."""

import hashlib
import json
from dataclasses import astuple

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from newsletter.models import Approval, Issue, IssueItem, ItemText
from newsletter.notices import tell_voided
from newsletter.wording import words_of

# Raise it when the mail's templates change what readers get: standing approvals are then asked for again.
TEMPLATE_VERSION = 1
ASKED_ABOUT = (Issue.State.IN_REVIEW, Issue.State.APPROVED, Issue.State.SCHEDULED)


def content_hash(issue: Issue) -> str:
    """Return the hash of all that people decided: items, their order and texts, words, rubrics, look, and day.

    Not of the sources' own words: those are frozen at approval, and a later change of them is shown, not sent.
    """
    publication = issue.publication
    look = [publication.colour, publication.logo_id, publication.sender_name_fr, publication.sender_name_nl]
    rubrics = publication.rubrics.values_list(
        "pk", "order", "layout", "hue", "name_fr", "name_nl", "hide_when_empty"
    ).order_by("order", "pk")
    decided = {
        "template": TEMPLATE_VERSION,
        "languages": publication.languages,
        "look": look,
        "day": timezone.localtime(issue.planned_for).date().isoformat(),
        "rubrics": list(rubrics),
        "items": _items(issue),
        "texts": list(
            ItemText.objects.filter(item__issue=issue, item__state=IssueItem.State.CHOSEN)
            .order_by("item_id", "language")
            .values_list("item_id", "language", "title", "lead")
        ),
        "words": {language: astuple(words) for language, words in sorted(words_of(issue).items())},
    }
    return hashlib.sha256(json.dumps(decided, sort_keys=True, default=str).encode()).hexdigest()


def _items(issue: Issue) -> list[tuple[object, ...]]:
    rows = issue.items.filter(state=IssueItem.State.CHOSEN).order_by("rubric_id", "order", "pk")
    return list(rows.values_list("rubric_id", "pk", "key", "occasion"))


def standing_approval(issue: Issue) -> Approval | None:
    """Return the question that still stands, answered or not."""
    return issue.approvals.filter(voided_at__isnull=True, declined_at__isnull=True).first()


def note_change(issue: Issue, *, why: str) -> None:
    """Void the approval if the content is no longer what it was asked about. Called by every verb that changes it."""
    if issue.state not in ASKED_ABOUT:
        return
    approval = standing_approval(issue)
    if approval is None or approval.content_hash != content_hash(issue):
        void_approval(issue, why=why)


@transaction.atomic
def void_approval(issue: Issue, *, why: str) -> None:
    """Take the issue back to draft and throw its renditions away; who asked and who approved are told."""
    approval = standing_approval(issue)
    if approval is not None:
        approval.voided_at = timezone.now()
        approval.voided_why = why[:200]
        approval.save(update_fields=["voided_at", "voided_why"])
    issue.renditions.all().delete()
    issue.state, issue.content_hash = Issue.State.DRAFT, ""
    issue.save(update_fields=["state", "content_hash"])
    log(issue, "newsletter.void", data={"why": why})
    if approval is not None:
        tell_voided(issue, approval=approval)
