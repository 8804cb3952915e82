"""Moves deliveries from state to state, each step a conditional update that only one worker can win."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from outbox.delivering import scopes_of
from outbox.models import Delivery, Dispatch, Suppression

State = Delivery.State
BATCH = 25


def claim(owner: str, *, limit: int = BATCH) -> list[Delivery]:
    """Take the next due deliveries of one dispatch, first in line first: they are the owner's until the lease ends.

    Two workers never take the same one: on PostgreSQL they pass each other by (SKIP LOCKED), on SQLite they
    queue (IMMEDIATE), and on both the update asks again whether the delivery still waits.
    """
    due = Delivery.objects.filter(dispatch=OuterRef("pk"), state=State.PENDING, not_before__lte=Now())
    line = Dispatch.objects.filter(Exists(due), state=Dispatch.State.OPEN).order_by("priority", "pk")
    for dispatch in line[:BATCH]:
        if taken := _claim_of(dispatch, owner=owner, limit=limit):
            return taken
    return []


def begin_sending(delivery: Delivery, *, owner: str) -> bool:
    """The point of no return, committed before the mail's first byte leaves; False when it must not leave.

    Only what is still the owner's, of a dispatch that is still open, to an address not suppressed meanwhile.
    """
    dispatch = delivery.dispatch
    suppressed = Suppression.objects.filter(address_key=delivery.address_key, scope__in=scopes_of(dispatch))
    still_open = Dispatch.objects.filter(pk=dispatch.pk, state=Dispatch.State.OPEN)
    mine = Delivery.objects.filter(~Exists(suppressed), Exists(still_open), pk=delivery.pk)
    begun = mine.filter(owner=owner, state=State.LEASED).update(
        state=State.SENDING, lease_until=_ahead(sending_lease()), attempts=delivery.attempts + 1
    )
    if begun:
        delivery.state, delivery.attempts = State.SENDING, delivery.attempts + 1
    return begun == 1


def conclude(delivery: Delivery, *, owner: str, state: State, reason: str = "") -> bool:
    """Record how it ended; False when it is no longer the owner's.

    An answer that comes after the lease was declared *unknown* still counts: it is the truth.
    """
    held = (State.LEASED, State.SENDING, State.UNKNOWN)
    return bool(
        Delivery.objects.filter(pk=delivery.pk, owner=owner, state__in=held).update(
            state=state, reason=reason, lease_until=None, finished_at=Now(), attempts=delivery.attempts
        )
    )


def put_back(delivery: Delivery, *, owner: str, wait: timedelta = timedelta(0)) -> bool:
    """Let it wait again, at least so long. Only for what has certainly not left."""
    held = (State.LEASED, State.SENDING, State.UNKNOWN)
    mine = Delivery.objects.filter(pk=delivery.pk, owner=owner, state__in=held)
    return _let_wait(mine, not_before=_ahead(wait), attempts=delivery.attempts) == 1


def give_back(owner: str) -> None:
    """Let wait again what the owner took and did not come to."""
    _let_wait(Delivery.objects.filter(owner=owner, state=State.LEASED))


def expire_leases() -> tuple[int, int]:
    """Return how many taken deliveries wait again, and how many became *unknown*: their worker died while sending."""
    expired = Delivery.objects.filter(lease_until__lt=Now())
    waiting = _let_wait(expired.filter(state=State.LEASED))
    unknown = expired.filter(state=State.SENDING).update(
        state=State.UNKNOWN, reason="interrupted", lease_until=None, finished_at=Now()
    )
    return waiting, unknown


def claim_lease() -> timedelta:
    """Return how long a worker may hold what it took, before it begins to send."""
    return 10 * _patience()


def sending_lease() -> timedelta:
    """Return how long a mail may take from DATA on: three answers to wait for, and one in reserve."""
    return 4 * _patience()


def _patience() -> timedelta:
    seconds: Any = settings.MAIL["timeout"]
    return timedelta(seconds=seconds)


def _claim_of(dispatch: Dispatch, *, owner: str, limit: int) -> list[Delivery]:
    waiting = Delivery.objects.filter(dispatch=dispatch, state=State.PENDING, not_before__lte=Now())
    with transaction.atomic():
        # SQLite has no row locks and Django leaves the words out: there the transaction is exclusive.
        locked = waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        keys = list(locked.order_by("pk").values_list("pk", flat=True)[:limit])
        Delivery.objects.filter(pk__in=keys, state=State.PENDING).update(
            state=State.LEASED, owner=owner, lease_until=_ahead(claim_lease())
        )
    taken = list(Delivery.objects.filter(pk__in=keys, owner=owner, state=State.LEASED).order_by("pk"))
    for delivery in taken:
        delivery.dispatch = dispatch
    return taken


def _let_wait(deliveries: "QuerySet[Delivery]", **changes: Any) -> int:
    return deliveries.update(state=State.PENDING, owner="", reason="", lease_until=None, finished_at=None, **changes)


def _ahead(wait: timedelta) -> Combinable:
    """Return a moment ahead by the database's clock, which all workers share."""
    return ExpressionWrapper(Now() + Value(wait), output_field=DateTimeField())
