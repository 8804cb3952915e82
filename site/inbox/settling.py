"""What people decide about mails that wait for them, or that failed."""

from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from contracts.inbound import Reason
from inbox.models import Received
from inbox.waking import wake_workers

State = Received.State


def confirm(received: Received) -> bool:
    """Take a waiting mail as confirmed; False when somebody was faster, or its time has run out."""
    return _settle(received, State.DONE, "")


def refuse(received: Received, reason: Reason) -> bool:
    """Take a waiting mail as not wanted; False when somebody was faster."""
    return _settle(received, State.REFUSED, reason)


def try_again(received: Received, *, by: Any) -> bool:
    """Let a failed mail be handled once more; False when it is not one."""
    failed = Received.objects.filter(pk=received.pk, state=State.FAILED).exclude(raw=b"")
    if not failed.update(state=State.NEW, reason="", attempts=0, not_before=timezone.now(), handled_at=None):
        return False
    log(received, "inbox.try_again", user=by, title=f"{received.pk}")
    wake_workers()
    return True


def _settle(received: Received, state: State, reason: str) -> bool:
    waiting = Received.objects.filter(pk=received.pk, state=State.WAITING)
    return bool(waiting.update(state=state, reason=reason, handled_at=timezone.now()))
