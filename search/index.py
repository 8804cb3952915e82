"""The only module that speaks full-text SQL: SQLite's FTS5, PostgreSQL's tsvector.

Rights are applied inside the statement, before anything is counted or ranked. They stand in it twice: as a subquery on
the document's place, which decides; and as words of the full-text index (`Document.marks`), which spares the database a
walk over hits that the reader may not see.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from contracts.documents import PUBLIC
from search.asking import Question, Term

# More places are left to the subquery: asking the full-text index for any of many costs more than it saves.
MOST_MARKED_PLACES = 12
OPENING = 2_000  # characters of a text's stems that ranking looks at
_MARK = "="  # no word of a reader's begins with it


@dataclass(frozen=True, slots=True)
class Rights:
    """Where a reader may find something: a subquery of places, and its rows where they are few."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the reader chose beside the words; nothing chosen means everything."""

    kinds: frozenset[str] = frozenset()
    themes: frozenset[int] = frozenset()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What ranking needs to know of a hit."""

    id: int
    key: str
    language: str
    kind: str
    where: str
    title_stems: str
    opening: str


def number_for(key: str, language: str, date: datetime) -> int:
    """Return a document's place in time as a primary key: its second, then 24 bits that differ by key and language."""
    return (int(date.timestamp()) << 24) + (zlib.crc32(f"{key} {language}".encode()) & 0xFFFFFF)


def is_in_time(number: int, date: datetime) -> bool:
    """Say whether an id still stands in its date's place."""
    return number >> 24 == int(date.timestamp())


def marks(*, kind: str, language: str, themes: Iterable[int], where: str, within: str) -> str:
    """Return what can be filtered by, as words of the full-text index."""
    named = [("kind", kind), ("language", language), ("place", where), ("place", within)]
    named += [("theme", str(theme)) for theme in sorted(themes)]
    return " ".join(_mark(name, value) for name, value in named if value)


def rights(querysets: Iterable[Any]) -> Rights:
    """Turn the sources' querysets of places into the subquery that every search statement carries."""
    selects, params = ["SELECT %s AS place"], [PUBLIC]
    for queryset in querysets:
        try:
            sql, values = queryset.order_by().query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT * FROM ({sql}) AS places_{len(selects)}")  # noqa: S608 - written by Django
        params += values
    sql = " UNION ALL ".join(selects)
    if len(selects) == 1:
        return Rights(sql=sql, params=tuple(params), places=(PUBLIC,))
    rows = _rows(f"WITH places (place) AS ({sql}) SELECT DISTINCT place FROM places LIMIT %s",  # noqa: S608
                 [*params, MOST_MARKED_PLACES + 1])  # fmt: skip
    places = tuple(row[0] for row in rows) if len(rows) <= MOST_MARKED_PLACES else None
    return Rights(sql=sql, params=tuple(params), places=places)


def newest(question: Question, *, rights: Rights, narrowing: Narrowing, limit: int) -> list[Row]:
    """Return the newest hits that these rights allow, newest first, at most `limit`."""
    hits, params = _hits(question, rights=rights, narrowing=narrowing)
    sql = f"""WITH places (place) AS ({rights.sql})
        SELECT d.id, d.key, d.language, d.kind, d.place, d.title_stems, substr(d.body_stems, 1, {OPENING})
        {hits} ORDER BY {_NEWEST_FIRST[connection.vendor]} LIMIT %s"""
    return [Row(*row) for row in _rows(sql, [*rights.params, *params, limit])]


def counts(question: Question, *, rights: Rights, narrowings: Sequence[Narrowing], most: int) -> list[int]:
    """Return for each narrowing how many texts it finds: exact up to `most`, and `most` + 1 for anything above.

    One statement. On SQLite it reads the full-text index alone where the reader's places stand in it: a fifth of the
    time of looking at each document.
    """
    selects, values = [], []
    for narrowing in narrowings:
        hits, params = _hits(question, rights=rights, narrowing=narrowing)
        if connection.vendor == "sqlite" and rights.places is not None:
            hits = "FROM search_words AS w WHERE w.search_words MATCH %s"
        selects.append(f"(SELECT count(*) FROM (SELECT 1 {hits} LIMIT %s) AS found)")  # noqa: S608 - values are parameters
        values += [*params, most + 1]
    sql = f"WITH places (place) AS ({rights.sql}) SELECT {', '.join(selects)}"
    (row,) = _rows(sql, [*rights.params, *values])
    return list(row)


def titles(keys: Sequence[str], *, rights: Rights) -> list[tuple[str, str, str]]:
    """Return key, language and title of those documents among the keys that the reader may find."""
    wanted = ", ".join(["%s"] * len(keys))
    sql = f"""WITH places (place) AS ({rights.sql})
        SELECT d.key, d.language, d.title FROM search_document AS d
        WHERE d.key IN ({wanted}) AND {_ALLOWED}"""  # noqa: S608 - values are parameters
    return [(key, language, title) for key, language, title in _rows(sql, [*rights.params, *keys])]


_ALLOWED = "(d.place IN (SELECT place FROM places) OR (d.within <> '' AND d.within IN (SELECT place FROM places)))"
# CROSS JOIN keeps SQLite's planner from turning the two tables round: the index yields hits newest first by itself.
_FOUND = {
    "sqlite": "FROM search_words AS w CROSS JOIN search_document AS d ON d.id = w.rowid WHERE w.search_words MATCH %s",
    "postgresql": "FROM search_document AS d WHERE d.words @@ %s::tsquery",
}
_NEWEST_FIRST = {"sqlite": "w.rowid DESC", "postgresql": "d.id DESC"}


def _hits(question: Question, *, rights: Rights, narrowing: Narrowing) -> tuple[str, list[Any]]:
    """Return the FROM and WHERE of a search, and their parameters."""
    write = _fts5 if connection.vendor == "sqlite" else _tsquery
    return f"{_FOUND[connection.vendor]} AND {_ALLOWED}", [write(question, _wanted_marks(rights, narrowing))]


def _wanted_marks(rights: Rights, narrowing: Narrowing) -> list[list[str]]:
    """Return groups of marks; a hit has at least one of each group."""
    groups = [
        [_mark("place", place) for place in rights.places or ()],
        [_mark("kind", kind) for kind in sorted(narrowing.kinds)],
        [_mark("theme", str(theme)) for theme in sorted(narrowing.themes)],
        [_mark("language", narrowing.language)] if narrowing.language else [],
    ]
    return [group for group in groups if group]


def _mark(name: str, value: str) -> str:
    """Return one word for a name and its value; whatever could part it in two becomes a dot."""
    return f"{_MARK}{name}:" + "".join(sign if sign.isalnum() or sign in ":-_" else "." for sign in value)


def _fts5(question: Question, marks: list[list[str]]) -> str:
    """Write a query in FTS5's language. Tokens are letters and digits, so a quoted one cannot end its quotes."""
    asked = [_fts5_term(term) for term in question.terms]
    asked += ["(" + " OR ".join(f'"{mark}"' for mark in group) + ")" for group in marks]
    wanted = " AND ".join(asked)
    without = " OR ".join(_fts5_term(term) for term in question.without)
    return f"({wanted}) NOT ({without})" if without else wanted


def _fts5_term(term: Term) -> str:
    ending = " *" if term.begins else ""
    return "(" + " OR ".join(f'"{" ".join(sequence)}"{ending}' for sequence in term.sequences) + ")"


def _tsquery(question: Question, marks: list[list[str]]) -> str:
    """Write the same as a tsquery."""
    asked = [_tsquery_term(term) for term in question.terms]
    asked += ["(" + " | ".join(f"'{mark}'" for mark in group) + ")" for group in marks]
    return " & ".join([*asked, *(f"!{_tsquery_term(term)}" for term in question.without)])


def _tsquery_term(term: Term) -> str:
    ending = ":*" if term.begins else ""
    phrases = [" <-> ".join(f"'{token}'{ending}" for token in sequence) for sequence in term.sequences]
    return "(" + " | ".join(f"({phrase})" for phrase in phrases) + ")"


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
