"""Checks the plain text part: readable by itself, wrapped, with a way out."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from newsletter.checking.findings import Finding

WIDTH = 78
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|amp|lt|gt|nbsp|quot|eacute|egrave|rsquo);", re.IGNORECASE)


def check_text(text: str) -> list[Finding]:
    """Return what is wrong with the text part, with its personal parts filled in."""
    return [*_shape(text), *_way_out(text)]


def _shape(text: str) -> Iterator[Finding]:
    lines = text.splitlines()
    if len(lines) < 5:
        yield Finding(code="text-lines", sentence=_("The text part is one block of words."))
    if any(len(line) > WIDTH and " " in line.strip() for line in lines):
        yield Finding(code="text-width", sentence=_("A line of the text part is longer than 78 characters."))
    if _ENTITY.search(text) or re.search(r"</?(?:p|a|br|ul|li|strong|em)\b", text):
        yield Finding(code="text-markup", sentence=_("The text part shows pieces of HTML."))


def _way_out(text: str) -> Iterator[Finding]:
    if "unsubscribe" not in text:
        yield Finding(code="text-way-out", sentence=_("The text part has no link to unsubscribe."))
