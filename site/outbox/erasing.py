"""Erases the words of account mails once nobody needs them: they hold links that open accounts."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from outbox.models import Delivery, Dispatch, Message

# So long may a person still decide to send an uncertain account mail again.
UNKNOWN_KEPT = timedelta(days=7)
NEEDED = (*Delivery.LIVE, Delivery.State.UNKNOWN)


def erase_words(dispatch: Dispatch) -> None:
    """Erase an account dispatch's words and values if none of its deliveries needs them any more.

    The message's hash stays: it can prove what was sent, and tells nothing.
    """
    if dispatch.kind != Dispatch.Kind.ACCOUNT or dispatch.deliveries.filter(state__in=NEEDED).exists():
        return
    _erase(dispatch)


def erase_uncertain_words() -> None:
    """Erase the words of account mails that have been *unknown* for so long that nobody waits for them."""
    old = Delivery.objects.filter(
        state=Delivery.State.UNKNOWN,
        finished_at__lt=timezone.now() - UNKNOWN_KEPT,
        dispatch__kind=Dispatch.Kind.ACCOUNT,
        message__erased_at=None,
    )
    for delivery in old.select_related("dispatch")[:500]:
        _erase(delivery.dispatch)


def _erase(dispatch: Dispatch) -> None:
    elsewhere = Delivery.objects.filter(message=OuterRef("pk"), state__in=NEEDED).exclude(dispatch=dispatch)
    used = Message.objects.filter(pk__in=dispatch.deliveries.values("message"), erased_at=None)
    used.filter(~Exists(elsewhere)).update(
        subject="", html="", text="", headers={}, tokens=[], segments=[], erased_at=timezone.now()
    )
    dispatch.deliveries.update(tokens={})
