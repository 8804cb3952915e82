"""Ends what waited too long, and empties mails some time after they were done with; their rows stay."""

from datetime import timedelta

from django.utils import timezone

from inbox.models import Received

# So long may the person confirm by a click that a mail is hers.
CONFIRMABLE = timedelta(days=7)
KEPT = timedelta(days=30)
State = Received.State


def tidy() -> None:
    """Once a day. A new or failed mail keeps its bytes, however old it is: somebody still has to see to it."""
    now = timezone.now()
    Received.objects.filter(state=State.WAITING, handled_at__lt=now - CONFIRMABLE).update(
        state=State.REFUSED, reason="unconfirmed", handled_at=now
    )
    ended = Received.objects.filter(state__in=[State.DONE, State.REFUSED, State.IGNORED])
    ended.filter(handled_at__lt=now - KEPT).exclude(raw=b"").update(raw=b"", subject="")
