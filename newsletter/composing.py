"""Opens the next issue and fills its rubrics by their rules, without ever undoing what an editor chose."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contracts.candidates import Candidate
from newsletter import permissions
from newsletter.locking import lock_issue
from newsletter.models import Issue, IssueItem, Publication
from newsletter.rules import Rule, find_for, rules_of
from newsletter.voiding import note_change
from newsletter.wording import open_pages


@transaction.atomic
def open_issue(publication: Publication, *, planned_for: datetime, by: Any) -> Issue:
    """Make the next issue of a publication, with its pages, already filled."""
    permissions.require(by, permissions.COMPOSE)
    Publication.objects.select_for_update().get(pk=publication.pk)
    last = publication.issues.aggregate(last=Max("number"))["last"] or 0
    issue = Issue.objects.create(publication=publication, number=last + 1, planned_for=planned_for, composed_by=by)
    open_pages(issue)
    log(issue, "newsletter.open", user=by, data={"number": issue.number})
    compose_issue(issue, by=by)
    return issue


@transaction.atomic
def compose_issue(issue: Issue, *, by: Any) -> int:
    """Fill the rubrics up to their maximum and return how many items came in.

    What stands in the issue stays where it is; what an editor dropped stays dropped; what the publication has
    carried, or carries in another open issue, is not offered. Composing again adds only what is new.
    """
    permissions.require(by, permissions.COMPOSE)
    issue = lock_issue(issue)
    taken = _taken(issue)
    rules = rules_of(issue.publication, at=issue.planned_for)
    placed = [
        item for rule, candidates in _by_rule(rules) for item in _fill(rule, candidates, issue=issue, taken=taken)
    ]
    IssueItem.objects.bulk_create(placed)
    Issue.objects.filter(pk=issue.pk).update(composed_at=timezone.now())
    if placed:
        note_change(issue, why=_("New content came in."))
    return len(placed)


def may_stand(candidate: Candidate, *, publication: Publication) -> bool:
    """Whether this publication's readers may read it: a public newsletter carries public content only."""
    return candidate.audience == "public" or publication.audience == "members"


def _taken(issue: Issue) -> dict[str, "IssueItem"]:
    """Return what may not come in: rows of this issue in any state, and what the publication carries elsewhere."""
    here = Q(issue=issue)
    elsewhere = Q(publication=issue.publication, state=IssueItem.State.CHOSEN, cancelled=False)
    return {item.key: item for item in IssueItem.objects.filter(here | elsewhere).order_by("issue_id")}


def _by_rule(rules: list[Rule]) -> Iterable[tuple[Rule, list[Candidate]]]:
    found = find_for(rules)
    return [(rule, found[rule.rubric.pk]) for rule in rules]


def _fill(rule: Rule, candidates: list[Candidate], *, issue: Issue, taken: dict[str, IssueItem]) -> Iterable[IssueItem]:
    standing = [
        item
        for item in taken.values()
        if item.issue_id == issue.pk and item.rubric_id == rule.rubric.pk and item.state == IssueItem.State.CHOSEN
    ]
    room = rule.rubric.maximum - len(standing)
    order = max((item.order for item in standing), default=0)
    for candidate in candidates:
        if room <= 0:
            return
        if candidate.key in taken or not may_stand(candidate, publication=issue.publication):
            continue
        order, room = order + 1, room - 1
        item = IssueItem(issue=issue, publication=issue.publication, rubric=rule.rubric, key=candidate.key, order=order)
        taken[candidate.key] = item
        yield item
