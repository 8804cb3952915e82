"""The dates of a series: every week, every two weeks, or each month on the same weekday, by the clock on the wall."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Two years of weekly meetings: nobody plans further, and a wrong year must not fill the table.
MOST = 104


class Rhythm(TextChoices):
    """How often."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month, on the same weekday")


def starts_of(first: datetime, *, rhythm: str, times: int | None = None, until: date | None = None) -> list[datetime]:
    """Return when each meeting of a series starts, the first one included; at most MOST.

    A meeting on the second Tuesday stays on second Tuesdays; one on a fifth Tuesday moves to each month's last. The
    hour stays what it is on the wall, whatever summer time does. At least one of `times` and `until` must be given.
    """
    there = timezone.localtime(first).replace(tzinfo=None)
    last = datetime.combine(until, time.max) if until else None
    found = _rule(there, rhythm)
    kept = (start for start in islice(found, min(times or MOST, MOST)) if last is None or start <= last)
    return [timezone.make_aware(start) for start in kept] or [first]


def moved(start: datetime, *, by: timedelta) -> datetime:
    """Move a moment by so much on the wall's clock."""
    return timezone.make_aware(timezone.localtime(start).replace(tzinfo=None) + by)


def distance(before: datetime, after: datetime) -> timedelta:
    """Return how far two moments lie apart on the wall's clock."""
    return timezone.localtime(after).replace(tzinfo=None) - timezone.localtime(before).replace(tzinfo=None)


def _rule(first: datetime, rhythm: str) -> Iterator[datetime]:
    if rhythm != Rhythm.MONTHLY:
        return iter(rrule(WEEKLY, interval=2 if rhythm == Rhythm.FORTNIGHTLY else 1, dtstart=first, count=MOST))
    number = (first.day - 1) // 7 + 1
    which = weekday(first.weekday(), number if number < 5 else -1)
    return iter(rrule(MONTHLY, byweekday=which, dtstart=first, count=MOST))
