"""How a moment is written: relative when near, absolute when far, and always the full date for who asks."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from languages.dates import date_format


def near_or_far(moment: date | datetime, now: datetime | None = None) -> str:
    """Return "5 minutes ago", "yesterday at 14:05", "12 March" or "12 March 2024", in the active language."""
    here = timezone.localtime(now)
    if not isinstance(moment, datetime):
        return _day(moment, here.date())
    there = timezone.localtime(moment)
    if is_near(moment, here):
        return _ago(here - there)
    return _at_hour(there, here) or _far(there.date(), here.date())


def is_near(moment: date | datetime, now: datetime | None = None) -> bool:
    """Say whether a moment is told as minutes or hours ago (a page left open keeps those true)."""
    if not isinstance(moment, datetime):
        return False
    return timedelta(0) <= timezone.localtime(now) - timezone.localtime(moment) < timedelta(hours=12)


def exact(moment: date | datetime) -> str:
    """Return the full date, with the hour when there is one."""
    if not isinstance(moment, datetime):
        return date_format(moment, "l j F Y")
    there = timezone.localtime(moment)
    return gettext("%(date)s at %(hour)s") % {
        "date": date_format(there, "l j F Y"),
        "hour": date_format(there, "H:i"),
    }


def span(start: datetime, end: datetime | None) -> str:
    """Say when something takes place: one day with its hours, or from the first day to the last."""
    first, last = timezone.localtime(start), timezone.localtime(end) if end else None
    if last and last.date() != first.date():
        return gettext("%(first)s to %(last)s") % {"first": _day_and_hour(first), "last": _day_and_hour(last)}
    if last and last > first:
        hours = {"start": date_format(first, "H:i"), "end": date_format(last, "H:i")}
        return gettext("%(day)s, %(start)s to %(end)s") % {"day": date_format(first, "l j F Y"), **hours}
    return _day_and_hour(first)


def _day_and_hour(moment: datetime) -> str:
    words = {"day": date_format(moment, "l j F Y"), "hour": date_format(moment, "H:i")}
    return gettext("%(day)s, %(hour)s") % words


def machine(moment: date | datetime) -> str:
    """Return the moment as HTML's `datetime` wants it."""
    return timezone.localtime(moment).isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()


def _ago(passed: timedelta) -> str:
    minutes = int(passed.total_seconds()) // 60
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(number)d minute ago", "%(number)d minutes ago", minutes) % {"number": minutes}
    hours = minutes // 60
    return ngettext("%(number)d hour ago", "%(number)d hours ago", hours) % {"number": hours}


def _at_hour(there: datetime, here: datetime) -> str:
    days = (there.date() - here.date()).days
    near = {
        -1: gettext("yesterday at %(hour)s"),
        0: gettext("today at %(hour)s"),
        1: gettext("tomorrow at %(hour)s"),
        **dict.fromkeys(range(-5, -1), gettext("%(day)s at %(hour)s")),
    }
    words = {"day": date_format(there, "l").lower(), "hour": date_format(there, "H:i")}
    return near[days] % words if days in near else ""


def _day(day: date, today: date) -> str:
    near = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    return near.get((day - today).days) or _far(day, today)


def _far(day: date, today: date) -> str:
    return date_format(day, "j F" if day.year == today.year else "j F Y")
