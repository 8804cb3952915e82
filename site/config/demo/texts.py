"""Reads the demo's TOML files, and turns "days ago" into moments."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

HERE = Path(__file__).parent
Table = dict[str, Any]


def tables(pattern: str, name: str) -> Iterator[Table]:
    """Yield the tables `[[name]]` of every file that matches, in the order of the files' names."""
    for path in sorted(HERE.glob(pattern)):
        yield from tomllib.loads(path.read_text()).get(name, [])


def whole(path: str) -> Table:
    """Return one file."""
    return tomllib.loads((HERE / path).read_text())


def days_ago(days: float) -> datetime:
    """Return that moment; whole days get an hour of a working day rather than the hour of the loading."""
    moment = timezone.localtime() - timedelta(days=days)
    if float(days).is_integer() and days >= 1:
        moment = moment.replace(hour=8 + int(days) % 9, minute=(int(days) * 17) % 60)
    return moment


def day_ahead(days: int, at: str) -> datetime:
    """Return a day's hour ("09:30"), Brussels time; a weekend moves to the Monday after, Christmas into January."""
    day = timezone.localdate() + timedelta(days=days)
    while (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4):
        day += timedelta(days=7 if days > 0 else -7)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(at)))
