"""The marks `@@name@@` that stand in a message for what differs from reader to reader."""

import re
from collections.abc import Iterable

MARK = re.compile(r"@@(\w+)@@", re.ASCII)


def names_in(*texts: str) -> set[str]:
    """Return the names of all marks in the texts."""
    return {name for text in texts for name in MARK.findall(text)}


def split(text: str) -> list[str]:
    """Return words and mark names in turn: the odd ones are names."""
    return MARK.split(text)


def without_marks(text: str) -> str:
    """Return the text with what looks like a mark made harmless, for words that people wrote.

    A member who writes “@@token@@” in a comment must neither read a secret nor stop a digest.
    """
    return MARK.sub("@\N{WORD JOINER}@\\1@\N{WORD JOINER}@", text)


def unknown(found: Iterable[str], *, known: Iterable[str]) -> list[str]:
    """Return the names that nobody gave a value for, in order."""
    return sorted(set(found) - set(known))
