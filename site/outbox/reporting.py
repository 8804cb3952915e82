"""Counts what the CMS shows about outgoing mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from outbox.models import Attempt, Delivery, Dispatch, Message

State = Delivery.State


@dataclass(frozen=True)
class Progress:
    """How many deliveries are in which state; the states add up to all of them."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All deliveries."""
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        """Those that no worker will touch again by itself."""
        return sum(self.counts.get(state, 0) for state in Delivery.FINAL)

    @property
    def waiting(self) -> int:
        """Those still to be sent."""
        return self.total - self.ended

    @property
    def unknown(self) -> int:
        """Those of which nobody knows whether they arrived."""
        return self.counts.get(State.UNKNOWN, 0)

    @property
    def failed(self) -> int:
        """Those that were refused for good."""
        return self.counts.get(State.FAILED, 0)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every state with its words and its count, in the order of a mail's life."""
        return [{"state": state, "label": state.label, "count": self.counts.get(state, 0)} for state in State]


def progress_of_all() -> Progress:
    """Count every delivery."""
    return Progress(dict(Delivery.objects.order_by().values_list("state").annotate(Count("pk"))))


def with_subject(dispatches: "QuerySet[Dispatch]") -> "QuerySet[Dispatch]":
    """Annotate a subject of each dispatch: that of any of its messages, as they differ by language only."""
    subjects = Delivery.objects.filter(dispatch=OuterRef("pk")).values("message__subject")[:1]
    return dispatches.annotate(subject=Subquery(subjects))


def senders_of(dispatch: Dispatch) -> list[str]:
    """Return whom a dispatch's mails come from: one name per language."""
    return list(Message.objects.filter(deliveries__dispatch=dispatch).values_list("sender", flat=True).distinct())


def progress_of(dispatches: Iterable[Dispatch]) -> dict[int, Progress]:
    """Count the deliveries of each dispatch, in one query for all."""
    counts: dict[int, dict[str, int]] = {dispatch.pk: {} for dispatch in dispatches}
    found = Delivery.objects.filter(dispatch__in=counts).order_by().values_list("dispatch", "state")
    for pk, state, count in found.annotate(Count("pk")):
        counts[pk][state] = count
    return {pk: Progress(states) for pk, states in counts.items()}


def last_tries(deliveries: Iterable[Delivery]) -> dict[int, Attempt]:
    """Return the last attempt at each delivery that had one, in one query for all."""
    tries = Attempt.objects.filter(delivery__in=[delivery.pk for delivery in deliveries]).order_by("pk")
    return {attempt.delivery_id: attempt for attempt in tries}
