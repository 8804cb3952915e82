"""Orders hits: the reader's own languages first, then how much a text is about what was asked, newer before older.

Done here over at most a thousand hits rather than by the databases: their own ranks look at every hit there is, which
takes longer the more common the word, and the two of them disagree.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from search.asking import Question, Term
from search.index import Row

IN_TITLE = 3.0
FRESHNESS = 0.5
_YEAR = 365.25 * 24 * 3600


def ranked(rows: Iterable[Row], question: Question, *, own: Sequence[str], now: datetime | None = None) -> list[Row]:
    """Return one row per content, best first; of a content's languages the one that stands first in `own`."""
    at = (now or datetime.now(UTC)).timestamp()
    rank = {language: place for place, language in enumerate(own)}
    wanted = [_as_written(term) for term in question.terms]
    best: dict[str, Row] = {}
    for row in rows:
        known = best.get(row.key)
        if known is None or rank.get(row.language, len(rank)) < rank.get(known.language, len(rank)):
            best[row.key] = row
    return sorted(best.values(), key=lambda row: (row.language not in rank, -_score(row, wanted, at), -row.id))


def _as_written(term: Term) -> list[str]:
    """Return how a term's sequences stand in stored stems, between spaces."""
    return [f" {' '.join(sequence)}{'' if term.begins else ' '}" for sequence in term.sequences]


def _score(row: Row, wanted: Sequence[list[str]], at: float) -> float:
    """Return 0 to 4 for the terms together, and up to FRESHNESS for age (half of it after a year)."""
    title, opening = f" {row.title_stems} ", f" {row.opening} "
    total = 0.0
    for sequences in wanted:
        times = sum(map(opening.count, sequences))
        total += times / (times + 2)
        if any(sequence in title for sequence in sequences):
            total += IN_TITLE
    age = max(0.0, at - (row.id >> 24))
    return total / len(wanted) + FRESHNESS / (1 + age / _YEAR)
