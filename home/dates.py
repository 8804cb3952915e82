"""Reads and tells the dates of entries: a day, a month, a year, or a span of these, in EDTF (ISO 8601-2)."""

import re
import warnings
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from languages.dates import date_format

with warnings.catch_warnings():
    # The package's grammar trips over pyparsing's newer diagnostics at import; it parses rightly all the same.
    warnings.simplefilter("ignore")
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

_PART = r"\d{4}(?:-\d{2}){0,2}"
_EDTF = re.compile(rf"{_PART}(?:/{_PART})?")
_DAYS = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})/(\d{1,2})/(\d{4})")
_SLASHED = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")
_DASHES = re.compile(r"\s*(?:–|—|→|\s-\s|\bau\b|\btot\b|(?<=\d{4})-(?=\d{4}$))\s*")


@dataclass(frozen=True)
class When:
    """A date as precise as it is known; `first` and `last` are the days that it may mean, for sorting."""

    edtf: str
    first: date
    last: date


def read_when(text: str) -> When:
    """Read "2017-11-24", "24/11/2017", "11/2017", "2017", "8-18/03/2022" or "2019/2021".

    Raises ValidationError for anything else, and for a span that ends before it starts.
    """
    edtf = _to_edtf(" ".join(text.split()))
    refusal = ValidationError(
        _("“%(text)s” is no date. Write a day (24/11/2017), a month (11/2017), a year (2017) or a span (8-18/3/2022)."),
        params={"text": text},
    )
    if not _EDTF.fullmatch(edtf):
        raise refusal
    try:
        parsed = parse_edtf(edtf)
        first, last = date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except (EDTFParseException, ValueError, TypeError):
        raise refusal from None
    if last < first:
        raise ValidationError(_("This span ends before it starts."))
    return When(edtf, first, last)


def _to_edtf(text: str) -> str:
    """Turn the ways in which colleagues write a date into EDTF; what is not known comes back as it is."""
    if _EDTF.fullmatch(text) and not re.fullmatch(r"\d{4}-\d{4}", text):
        return text
    if days := _DAYS.fullmatch(text):
        start, end, month, year = days.groups()
        return f"{year}-{int(month):02}-{int(start):02}/{year}-{int(month):02}-{int(end):02}"
    parts = _DASHES.split(text)
    if len(parts) == 2:
        return "/".join(_to_edtf(part) for part in parts)
    if slashed := _SLASHED.fullmatch(text):
        day, month, year = slashed.groups()
        return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    return text


def tell_when(edtf: str) -> str:
    """Write the date out in the active language, no more precise than it is: “24 novembre 2017”, “mai 2023”, “2014”."""
    start, _slash, end = edtf.partition("/")
    if not end:
        return _tell_part(start)
    first, last = _tell_part(start), _tell_part(end)
    if start.count("-") == end.count("-") == 2 and start[:7] == end[:7]:
        first = str(int(start[8:]))
    return pgettext("a span of time", "%(first)s to %(last)s") % {"first": first, "last": last}


def _tell_part(part: str) -> str:
    if part.count("-") == 2:
        return date_format(date.fromisoformat(part), "j F Y")
    if part.count("-") == 1:
        return date_format(date.fromisoformat(f"{part}-01"), "F Y")
    return part
