"""What a person may do with a dispatch: pause, resume, cancel it, and have uncertain mails sent again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from outbox.erasing import erase_words
from outbox.errors import DispatchCancelledError
from outbox.models import Attempt, Delivery, Dispatch
from outbox.waking import wake_workers

State = Dispatch.State


@transaction.atomic
def pause_dispatch(dispatch: Dispatch) -> bool:
    """Send nothing more of it for now; a mail that is leaving at this moment still leaves. False: not open."""
    return _turn(dispatch, {State.OPEN}, State.PAUSED, "outbox.pause")


@transaction.atomic
def resume_dispatch(dispatch: Dispatch) -> bool:
    """Go on where it was paused. False: it was not."""
    resumed = _turn(dispatch, {State.PAUSED}, State.OPEN, "outbox.resume")
    if resumed:
        wake_workers()
    return resumed


@transaction.atomic
def cancel_dispatch(dispatch: Dispatch) -> bool:
    """Send nothing more of it, for good: what waits is skipped. False: it was over already."""
    cancelled = _turn(dispatch, {State.OPEN, State.PAUSED}, State.CANCELLED, "outbox.cancel")
    if cancelled:
        waiting = (Delivery.State.PENDING, Delivery.State.LEASED)
        dispatch.deliveries.filter(state__in=waiting).update(
            state=Delivery.State.SKIPPED, reason="cancelled", lease_until=None, finished_at=timezone.now()
        )
        erase_words(dispatch)
    return cancelled


@transaction.atomic
def send_again(dispatch: Dispatch, *, deliveries: Iterable[int], authorised_by: str) -> int:
    """Let these *unknown* deliveries wait again, though they may arrive twice; return how many.

    The choice is a person's, and stands in an attempt of its own: `authorised_by` is her key, like “member:9”.
    The Message-ID stays, so that many mail programs show two copies as one. Raises DispatchCancelledError.
    """
    if not Dispatch.objects.filter(pk=dispatch.pk).exclude(state=State.CANCELLED).exists():
        raise DispatchCancelledError(dispatch.key)
    unknown = dispatch.deliveries.filter(pk__in=deliveries, state=Delivery.State.UNKNOWN, message__erased_at=None)
    chosen = list(unknown.select_for_update(of=("self",)))
    dispatch.deliveries.filter(pk__in=[row.pk for row in chosen], state=Delivery.State.UNKNOWN).update(
        state=Delivery.State.PENDING, reason="", owner="", finished_at=None, not_before=timezone.now()
    )
    Attempt.objects.bulk_create(
        Attempt(delivery=row, number=row.attempts, worker="", step="again", authorised_by=authorised_by)
        for row in chosen
    )
    if chosen:
        Dispatch.objects.filter(pk=dispatch.pk, state=State.DONE).update(state=State.OPEN, finished_at=None)
        log(instance=dispatch, action="outbox.send_again", data={"deliveries": len(chosen)})
        wake_workers()
    return len(chosen)


def _turn(dispatch: Dispatch, before: set[State], after: State, action: str) -> bool:
    over = timezone.now() if after == State.CANCELLED else None
    turned = Dispatch.objects.filter(pk=dispatch.pk, state__in=before).update(state=after, finished_at=over)
    if turned:
        dispatch.state = after
        log(instance=dispatch, action=action)
    return bool(turned)
