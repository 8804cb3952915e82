"""Records how a try ended: the delivery's new state and the attempt, in one transaction."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from outbox.claiming import conclude, put_back
from outbox.erasing import erase_words
from outbox.models import Attempt, Delivery
from outbox.transport import Answer, RefusedError

State = Delivery.State

# A refusal that is not for good is tried again for so long after the first try (RFC 5321, 4.5.4.1).
PATIENCE = timedelta(hours=48)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=4)


def record_sent(delivery: Delivery, answer: Answer, *, owner: str) -> None:
    """The server took responsibility for it."""
    _conclude(delivery, answer, owner=owner, state=State.SENT)


def record_uncertain(delivery: Delivery, answer: Answer, *, owner: str) -> None:
    """Nobody can say whether it arrived: only a person may have it sent again."""
    _conclude(delivery, answer, owner=owner, state=State.UNKNOWN, reason="line broke")


def record_unwritable(delivery: Delivery, problem: str, *, owner: str) -> None:
    """Its bytes could not be built: a fault of ours, and no later try will do better."""
    _conclude(delivery, Answer("build", None, problem), owner=owner, state=State.FAILED, reason="unwritable")


@transaction.atomic
def record_refused(delivery: Delivery, refused: RefusedError, *, owner: str) -> None:
    """Refused for good: failed. Otherwise it waits for a better moment, for two days in all."""
    if delivery.state == State.LEASED:
        delivery.attempts += 1  # from DATA on, begin_sending has counted it
    if refused.is_final:
        _conclude(delivery, refused.answer, owner=owner, state=State.FAILED, reason="refused")
        return
    wait = waiting_time(delivery.attempts)
    first = delivery.tries.exclude(step="again").order_by("pk").values_list("at", flat=True).first()
    if first and timezone.now() + wait > first + PATIENCE:
        _conclude(delivery, refused.answer, owner=owner, state=State.FAILED, reason="too late")
    else:
        put_back(delivery, owner=owner, wait=wait)
        _attempt(delivery, refused.answer, owner=owner)


@transaction.atomic
def skip(delivery: Delivery, reason: str, *, owner: str) -> None:
    """It must not leave, and no server was asked."""
    conclude(delivery, owner=owner, state=State.SKIPPED, reason=reason[:40])
    erase_words(delivery.dispatch)


def waiting_time(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: doubling, bounded, and never the same for many."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311  jitter needs no secret


@transaction.atomic
def _conclude(delivery: Delivery, answer: Answer, *, owner: str, state: State, reason: str = "") -> None:
    conclude(delivery, owner=owner, state=state, reason=reason)
    _attempt(delivery, answer, owner=owner)
    erase_words(delivery.dispatch)


def _attempt(delivery: Delivery, answer: Answer, *, owner: str) -> None:
    Attempt.objects.create(
        delivery=delivery,
        number=delivery.attempts,
        worker=owner,
        step=answer.step,
        code=answer.code,
        answer=answer.text[:300],
    )
