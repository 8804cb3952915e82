"""Notices, before words are published, what could point at one private person; nothing leaves this computer.

Meant to be right when it speaks: telephone numbers, dates of meetings and references to laws leave it silent.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from richtext.reading import plain

MASK = "[…]"


class Kind(StrEnum):
    """What was noticed."""

    BIRTH = "birth"
    PLATE = "plate"
    REGISTER = "register"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Hint:
    """A passage, and what it looks like."""

    kind: Kind
    text: str
    start: int
    end: int


_MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_YEAR = r"(?:19[2-9]\d|20[0-3]\d)"
_DATE = rf"(?:[0-3]?\d(?:er)?[ /.\-][01]?\d[ /.\-](?:{_YEAR}|\d\d)|[0-3]?\d(?:er)?\s+(?:{_MONTHS})\s+{_YEAR})(?!\d)"
_BORN = (
    r"(?:n[ée]e?(?:\(e\)|·e|\.e)?\s+le|date\s+de\s+naissance|geboren(?:\s+op)?|geboortedatum|geb\.|born(?:\s+on)?|°)"
)
_NAME = r"[A-ZÀ-Þ][\w'’-]+(?:\s+(?i:van|de|den|der|du|le|la|el|al|ben)){0,2}\s+[A-ZÀ-Þ][\w'’-]+"
_BIRTH_TOLD = re.compile(rf"(?:{_NAME}[\s,(]{{0,4}})?(?<!\w)(?i:{_BORN})[\s:]{{0,3}}(?i:{_DATE})")
_NAME_WITH_DATE = re.compile(rf"{_NAME}\s*[,(]\s*(?P<date>(?i:{_DATE}))")
_LAW = re.compile(
    r"(?i)\b(?:loi|arrêté|arrete|décret|decret|ordonnance|circulaire|directive|règlement|convention|code|accord|"
    r"wet|besluit|decreet|ordonnantie|omzendbrief|richtlijn|verordening|koninklijk|ministerieel|AR|KB|MB|AM|CP|"
    r"plan|conseil|comité|commission|raad|réunion|vergadering|journée|studiedag)\b"
)
_REGISTER = re.compile(
    r"(?<![\d+])(?<!\d[ .\-/])(\d\d)[ .]?(\d\d)[ .]?(\d\d)[ .\-/]{0,3}(\d{3})[ .\-/]{0,3}(\d\d)(?![ .\-/]?\d)"
)
_ACCOUNT_START = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})(\d\d)(?=[ .\-]?[A-Za-z0-9])")
_ACCOUNT_LENGTHS = {
    "BE": 16, "NL": 18, "FR": 27, "DE": 22, "LU": 20, "GB": 22, "ES": 24, "IT": 27, "PT": 25, "AT": 20, "CH": 21,
    "IE": 22, "PL": 28, "RO": 24, "BG": 22, "LT": 20, "TR": 26, "GR": 27, "DK": 18, "SE": 24, "FI": 18, "CZ": 24,
}  # fmt: skip
_PLATE = re.compile(
    r"(?<![\w-])[1-9](?P<gap>[ -]?)(?!(?:JAN|FEV|MAR|AVR|MAI|JUN|JUL|SEP|OCT|NOV|DEC))[A-Z]{3}(?P=gap)\d{3}(?![\w-])"
)
_FRENCH_PLATE = re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])")
_PLATE_NAMED = re.compile(
    r"(?i:\b(?:plaque|immatricul\w*|nummerplaat|kenteken\w*|number plate))(?:[^\w\n]|[a-z]+\s){0,6}?"
    r"(?P<plate>(?=[A-Z0-9 -]*\d)(?=[A-Z0-9 -]*[A-Z])[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4}){1,2})(?!\w)"
)


def find(text: str, *, this_year: int | None = None) -> list[Hint]:
    """Return what a plain text seems to tell of a person, in order, none within another."""
    year = this_year or datetime.now(UTC).year
    found = sorted((hint for look in _LOOKS for hint in look(text, year)), key=lambda hint: (hint.start, -hint.end))
    kept: list[Hint] = []
    for hint in found:
        if not kept or hint.start >= kept[-1].end:
            kept.append(hint)
    return kept


def mask(text: str, *, this_year: int | None = None) -> str:
    """Return stored HTML with MASK in the place of everything that `find` notices in it."""
    masked = _masked(text, this_year)
    if find(plain(masked), this_year=this_year):  # split by bold, a link or a line's end: the words matter more
        masked = _masked(re.sub(r"<br ?/?>", " ", re.sub(r"</?(?:strong|em|a)\b[^>]*>", "", masked)), this_year)
    return masked


def mask_words(text: str, *, this_year: int | None = None) -> str:
    """Return a plain text with MASK in the place of what was noticed."""
    for hint in reversed(find(text, this_year=this_year)):
        text = text[: hint.start] + MASK + text[hint.end :]
    return text


def _masked(text: str, this_year: int | None) -> str:
    parts = re.split(r"(<[^>]*>)", text)
    return "".join(
        part if part.startswith("<") else html.escape(mask_words(html.unescape(part), this_year=this_year), quote=False)
        for part in parts
    )


def _births(text: str, this_year: int) -> Iterator[Hint]:
    for match in _BIRTH_TOLD.finditer(text):
        yield Hint(Kind.BIRTH, match[0], *match.span())
    for match in _NAME_WITH_DATE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].rpartition("\n")[2]
        year = re.search(r"\d+\Z", match["date"])
        is_old_enough = year is not None and len(year[0]) == 4 and int(year[0]) <= this_year - 5
        if is_old_enough and not _LAW.search(before + match[0]):
            yield Hint(Kind.BIRTH, match[0], *match.span())


def _registers(text: str, _this_year: int) -> Iterator[Hint]:
    for match in _REGISTER.finditer(text):
        year, month, day, order, check = match.groups()
        if re.fullmatch(r"324\d{8}", match[0]) or text[max(0, match.start() - 3) : match.start()].endswith("00"):
            continue  # a telephone number with its country
        counted = int(year + month + day + order)
        is_checked = int(check) in {97 - counted % 97, 97 - (2_000_000_000 + counted) % 97}
        # 20 or 40 is added to the month of people who are not in the register (the “bis” number).
        if is_checked and int(month) % 20 <= 12 and int(month) < 53 and int(day) <= 31:
            yield Hint(Kind.REGISTER, match[0], *match.span())


def _accounts(text: str, _this_year: int) -> Iterator[Hint]:
    for start in _ACCOUNT_START.finditer(text):
        length = _ACCOUNT_LENGTHS.get(start[1].upper())
        taken = (
            re.match(rf"(?:[A-Za-z0-9][ .\-]?){{{length - 1}}}[A-Za-z0-9](?![A-Za-z0-9])", text[start.start() :])
            if length
            else None
        )
        if taken and _is_account(re.sub(r"[ .\-]", "", taken[0]).upper()):
            yield Hint(Kind.ACCOUNT, taken[0], start.start(), start.start() + taken.end())


def _is_account(number: str) -> bool:
    """Check the two digits of an IBAN (ISO 13616: modulo 97 leaves 1)."""
    turned = "".join(str(int(character, 36)) for character in number[4:] + number[:4])
    return int(turned) % 97 == 1


def _plates(text: str, _this_year: int) -> Iterator[Hint]:
    for pattern in (_PLATE, _FRENCH_PLATE):
        for match in pattern.finditer(text):
            yield Hint(Kind.PLATE, match[0], *match.span())
    for match in _PLATE_NAMED.finditer(text):
        yield Hint(Kind.PLATE, match["plate"], *match.span("plate"))


_LOOKS: tuple[Callable[[str, int], Iterator[Hint]], ...] = (_births, _registers, _accounts, _plates)
