"""Dates of events as a reader reads them, in the active language."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from languages.dates import date_format


def span(start: datetime | None, end: datetime | None) -> str:
    """Return “Tuesday 24 November 2026, 9:30 to 12:00”, or “24 to 26 November”; "" without a start."""
    if start is None:
        return ""
    first = localtime(start)
    day = date_format(first, "l j F Y")
    if end is None:
        return _("%(day)s, %(hour)s") % {"day": day, "hour": _hour(first)} if _has_hour(first) else day
    last = localtime(end)
    if last.date() != first.date():
        return _("%(first)s to %(last)s") % {"first": day, "last": date_format(last, "l j F Y")}
    if not _has_hour(first):
        return day
    return _("%(day)s, %(from)s to %(to)s") % {"day": day, "from": _hour(first), "to": _hour(last)}


def _has_hour(moment: datetime) -> bool:
    return (moment.hour, moment.minute) != (0, 0)


def _hour(moment: datetime) -> str:
    return date_format(moment, "H:i")
