"""Keeps what was last heard from the mail server, for people to see."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from outbox.models import MailServer

# While all is well, the row is touched at most so often.
FRESH = timedelta(minutes=1)


def server_answers(answer: str) -> None:
    """Record that the server takes mail."""
    stale = Q(reachable=False) | Q(checked_at__lt=timezone.now() - FRESH)
    changed = MailServer.objects.filter(stale, pk=1).update(
        reachable=True, problem="", answer=answer[:300], checked_at=Now(), down_since=None
    )
    if not changed:
        MailServer.objects.bulk_create([MailServer(pk=1, answer=answer[:300])], ignore_conflicts=True)


def server_is_down(problem: str, answer: str) -> None:
    """Record that the server takes no mail, why, and since when."""
    MailServer.objects.bulk_create([MailServer(pk=1)], ignore_conflicts=True)
    MailServer.objects.filter(pk=1).update(
        reachable=False,
        problem=problem,
        answer=answer[:300],
        checked_at=Now(),
        down_since=Coalesce("down_since", Now()),
    )


def last_heard() -> MailServer:
    """Return what was last heard; an empty row before the first mail."""
    return MailServer.objects.filter(pk=1).first() or MailServer(pk=1)
