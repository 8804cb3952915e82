"""Cuts the lines out of a text that hold the words asked for, and says which words to mark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.asking import Question
from search.words import chunks, stem

LENGTH = 220  # characters
_BREAKS = re.compile(r"[ \t\r\n\f\v]+")  # not the spaces that keep « and ? with their words
READ = 20_000  # further down, a match is not looked for


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; plain, to be escaped by the template."""

    text: str
    is_match: bool = False


def marked(text: str, question: Question, *, language: str) -> tuple[Piece, ...]:
    """Return the whole of a short text (a title) with its matching words marked."""
    return _pieces(text, list(_matches(text, question, language)))


def excerpt(text: str, question: Question, *, language: str) -> tuple[Piece, ...]:
    """Return about LENGTH characters around the first match, on one line; the beginning when there is none."""
    line = _BREAKS.sub(" ", text[:READ]).strip()
    matches = list(_first_matches(line, question, language))
    start, end = _window(line, matches[0] if matches else None)
    inside = [(first - start, last - start) for first, last in matches if start <= first and last <= end]
    pieces = _pieces(line[start:end], inside)
    before = (Piece("…\u00a0"),) if start else ()
    return (*before, *pieces, *((Piece("\u00a0…"),) if end < len(line) or len(text) > READ else ()))


def _first_matches(line: str, question: Question, language: str) -> Iterator[tuple[int, int]]:
    """Yield the matches that one excerpt can hold: the first, and those not too far behind it."""
    last = len(line)
    for start, end in _matches(line, question, language):
        if start > last:
            return
        last = min(last, start + LENGTH)
        yield start, end


def _matches(text: str, question: Question, language: str) -> Iterator[tuple[int, int]]:
    tokens = frozenset(token for term in question.terms for token in term.tokens)
    beginnings = tuple(token for term in question.terms if term.begins for token in term.tokens)
    for start, end, words, others in chunks(text):
        for word in (*words, *others):
            found = stem(word, language)
            if found in tokens or (beginnings and found.startswith(beginnings)):
                yield start, end
                break


def _window(line: str, match: tuple[int, int] | None) -> tuple[int, int]:
    """Return where to cut: at spaces, with a third of the room before the match."""
    start = 0
    if match and match[0] > LENGTH // 3 and len(line) > LENGTH:
        start = min(match[0] - LENGTH // 3, len(line) - LENGTH)
        space = line.find(" ", start, match[0])
        start = space + 1 if space >= 0 else start
    end = len(line)
    if end - start > LENGTH:
        least = max(start + LENGTH // 2, match[1] if match else 0)
        space = line.rfind(" ", least, start + LENGTH)
        end = space if space > 0 else max(start + LENGTH, least)
    return start, end


def _pieces(text: str, matches: list[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end in matches:
        pieces += [Piece(text[at:start]), Piece(text[start:end], is_match=True)]
        at = end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)
