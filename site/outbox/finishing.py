"""Calls a dispatch done once all of its deliveries have an end."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from outbox.models import Delivery, Dispatch

# A dispatch may stand empty so long while its owner is still writing its deliveries.
WRITING_TIME = timedelta(minutes=10)


def finish(dispatch_pk: int) -> bool:
    """Call it done if it is; False when something is still to be sent."""
    live = Delivery.objects.filter(dispatch=dispatch_pk, state__in=Delivery.LIVE)
    if live.exists():
        return False
    with transaction.atomic():
        # Who writes deliveries holds this lock: then it is not done, and the next look will tell.
        unlocked = Dispatch.objects.filter(pk=dispatch_pk, state=Dispatch.State.OPEN).select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        if not unlocked.first() or live.exists():
            return False
        return bool(
            Dispatch.objects.filter(pk=dispatch_pk).update(state=Dispatch.State.DONE, finished_at=timezone.now())
        )


def finish_all() -> None:
    """Call done what nobody did at the time: dispatches that came to nothing, and those of a worker that died."""
    live = Delivery.objects.filter(dispatch=OuterRef("pk"), state__in=Delivery.LIVE)
    written = timezone.now() - WRITING_TIME
    idle = Dispatch.objects.filter(~Exists(live), state=Dispatch.State.OPEN, created_at__lt=written)
    for pk in idle.values_list("pk", flat=True)[:500]:
        finish(pk)
