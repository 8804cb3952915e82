"""Dates as a careful writer puts them, in the active language."""

from datetime import date

from django.utils.formats import date_format as in_digits
from django.utils.translation import get_language


def date_format(moment: date, pattern: str) -> str:
    """Return Django's own writing of the moment, but in French with “1er” for the first of a month before its name."""
    written = in_digits(moment, pattern)
    if moment.day != 1 or not (get_language() or "").startswith("fr"):
        return written
    month = in_digits(moment, "F")
    return written.replace(f"1 {month}", f"1er {month}", 1)
