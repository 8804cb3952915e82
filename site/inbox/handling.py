"""Hands each new mail to the app that its address names, and writes down what became of it."""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from contracts.inbound import Outcome
from inbox.automatic import reason_to_ignore
from inbox.models import Received, ReceivedQuerySet
from inbox.parsing import headers_of
from inbox.reading import read
from inbox.storing import route_of

BATCH, MOST_ATTEMPTS = 50, 3
# So long may one mail take before it counts as interrupted; and so long is waited after a failure.
LEASE, PAUSE = timedelta(minutes=10), timedelta(minutes=2)
State = Received.State
logger = logging.getLogger(__name__)


def handle_due() -> int:
    """Handle new mails one by one, at most a batch; return how many."""
    return sum(handle(received) for received in Received.objects.due().defer("raw")[:BATCH])


def handle(received: Received) -> bool:
    """Handle one new mail if nobody else does; return whether it was this worker's.

    A mail that fails is tried again, and after three times waits for a person.
    """
    if received.attempts >= MOST_ATTEMPTS:  # three workers died over it
        return _conclude(received, Outcome(state="ignored"), state=State.FAILED, words="interrupted")
    if not _claim(received):
        return False
    try:
        outcome = _outcome(received)
    except Exception as error:  # the next mail must not wait for this one
        logger.exception("The incoming mail %s could not be handled.", received.pk)
        return _fail(received, f"{type(error).__name__}: {error}")
    return _conclude(received, outcome)


def _claim(received: Received) -> bool:
    now = timezone.now()
    free = Received.objects.due().filter(pk=received.pk, attempts=received.attempts)
    if not free.update(attempts=F("attempts") + 1, not_before=now + LEASE):
        return False
    received.attempts += 1
    return True


def _outcome(received: Received) -> Outcome:
    if reason := reason_to_ignore(headers_of(bytes(received.raw))):
        return Outcome(state="ignored", reason=reason)
    route = route_of(received.recipient)
    if route is None:
        return Outcome(state="ignored", reason="unknown_address")
    received.route = route.name
    return route.handle(read(received))


def _fail(received: Received, words: str) -> bool:
    if received.attempts >= MOST_ATTEMPTS:
        return _conclude(received, Outcome(state="ignored"), state=State.FAILED, words=words)
    return bool(_mine(received).update(not_before=timezone.now() + PAUSE * received.attempts, reason=words[:200]))


def _conclude(received: Received, outcome: Outcome, *, state: State | None = None, words: str = "") -> bool:
    """Write how it ended, if it is still this worker's."""
    return bool(
        _mine(received).update(
            state=state or State(outcome.state),
            reason=(words or outcome.reason)[:200],
            route=received.route,
            handled_at=timezone.now(),
        )
    )


def _mine(received: Received) -> ReceivedQuerySet:
    return Received.objects.filter(pk=received.pk, state=State.NEW, attempts=received.attempts)
