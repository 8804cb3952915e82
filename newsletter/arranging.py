"""What an editor does to the items of an issue: move, drop, bring back, add, and say it in other words."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from newsletter import permissions, sources
from newsletter.composing import may_stand
from newsletter.errors import AlreadyCarriedError, NotFitError
from newsletter.locking import lock_issue
from newsletter.models import Issue, IssueItem, ItemText, Rubric
from newsletter.voiding import note_change


@transaction.atomic
def move_item(item: IssueItem, *, rubric: Rubric | None = None, position: int, by: Any) -> None:
    """Put the item at a position (from 0) of its own or another rubric of the publication."""
    issue = _begin(item.issue, by=by)
    target = rubric or item.rubric
    if target.publication_id != issue.publication_id or not target.holds_items:
        raise NotFitError
    row = list(issue.items.filter(rubric=target, state=IssueItem.State.CHOSEN).exclude(pk=item.pk).order_by("order"))
    row.insert(max(0, position), item)
    item.rubric = target
    for order, each in enumerate(row, start=1):
        each.order = order
    IssueItem.objects.bulk_update(row, ["order", "rubric"])
    _keep_choice(item, state=IssueItem.State.CHOSEN)
    note_change(issue, why=_("An item was moved."))


@transaction.atomic
def drop_item(item: IssueItem, *, by: Any) -> None:
    """Leave the item out; composing again will not bring it back."""
    issue = _begin(item.issue, by=by)
    _keep_choice(item, state=IssueItem.State.DROPPED)
    note_change(issue, why=_("An item was dropped."))


@transaction.atomic
def restore_item(item: IssueItem, *, by: Any) -> None:
    """Bring a dropped item back at the end of its rubric. Raises AlreadyCarriedError if another issue took it."""
    issue = _begin(item.issue, by=by)
    item.order = _end_of(issue, item.rubric)
    _keep_choice(item, state=IssueItem.State.CHOSEN)
    note_change(issue, why=_("An item was brought back."))


@transaction.atomic
def add_item(issue: Issue, *, rubric: Rubric, key: str, by: Any) -> IssueItem:
    """Choose a candidate for the end of a rubric. Raises NotFitError or AlreadyCarriedError."""
    issue = _begin(issue, by=by)
    candidate = sources.get([key]).get(key)
    if candidate is None or not may_stand(candidate, publication=issue.publication):
        raise NotFitError
    if rubric.publication_id != issue.publication_id or not rubric.holds_items:
        raise NotFitError
    item = IssueItem(
        issue=issue,
        publication=issue.publication,
        rubric=rubric,
        key=key,
        order=_end_of(issue, rubric),
        origin=IssueItem.Origin.HAND,
    )
    _saved(item)
    note_change(issue, why=_("An item was added."))
    log(issue, "newsletter.add", user=by, data={"key": key})
    return item


@transaction.atomic
def override_text(item: IssueItem, *, language: str, title: str, lead: str, by: Any) -> None:
    """Give the item another title or lead in one language; empty means as in the source."""
    issue = _begin(item.issue, by=by)
    if title.strip() or lead.strip():
        ItemText.objects.update_or_create(
            item=item, language=language, defaults={"title": title.strip(), "lead": lead.strip()}
        )
    else:
        ItemText.objects.filter(item=item, language=language).delete()
    note_change(issue, why=_("The words of an item were changed."))


def _begin(issue: Issue, *, by: Any) -> Issue:
    permissions.require(by, permissions.COMPOSE)
    return lock_issue(issue)


def _keep_choice(item: IssueItem, *, state: IssueItem.State) -> None:
    """Save what the editor decided; from now on it is her choice, not the rule's."""
    item.state = state
    item.origin = IssueItem.Origin.HAND
    _saved(item)


def _saved(item: IssueItem) -> None:
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise AlreadyCarriedError from None


def _end_of(issue: Issue, rubric: Rubric) -> int:
    last = issue.items.filter(rubric=rubric, state=IssueItem.State.CHOSEN).order_by("-order").first()
    return last.order + 1 if last else 1
