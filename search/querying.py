"""Answers a search: what this reader may find, ranked, counted and cut into pages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models.functions import Substr
from django.utils.translation import get_language

from contracts.documents import PUBLIC
from search import index
from search.asking import Question, read
from search.excerpts import READ, Piece, excerpt, marked
from search.index import Narrowing, Rights, Row
from search.indexing import sources
from search.models import Document
from search.ranking import ranked

MOST = 1_000  # hits ranked, and the highest exact count
PAGE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One content found, in the language that suits the reader best."""

    key: str
    kind: str
    language: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    url: str
    date: datetime
    themes: tuple[int, ...]
    place: str  # the title of the place that it stands in: the room's name; nothing for public content


@dataclass(frozen=True, slots=True)
class Count:
    """How many contents; `is_least` when there are more than that."""

    number: int
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer. `kinds` counts each kind under the other choices, `broadened` says that beginnings of words count."""

    hits: tuple[Hit, ...]
    total: Count
    kinds: dict[str, Count]
    page: int
    pages: int
    broadened: bool = False


def find(
    query: str,
    *,
    user: Any,
    kinds: Iterable[str] = (),
    themes: Iterable[int] = (),
    language: str = "",
    page: int = 1,
) -> Found:
    """Return one page of what this reader may find. Raises SearchError for what cannot be answered.

    Every word must occur; when nothing has them all, words that begin like them count as well. Ranked are the newest
    MOST hits. A page beyond the last is the last.
    """
    question = read(query)
    rights = index.rights(queryset for source in sources() for queryset in source.places(user))
    wide = Narrowing(themes=frozenset(themes), language=language)
    search = _search(question, rights, wide, frozenset(kinds))
    if not search.rows and not search.kinds:
        question = question.with_beginnings()
        search = _search(question, rights, wide, frozenset(kinds), broadened=True)
    rows = ranked(search.rows, question, own=_own_languages(user))
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return Found(
        hits=_hits(shown, question, rights),
        total=search.total,
        kinds=search.kinds,
        page=page,
        pages=pages,
        broadened=search.broadened and bool(search.kinds),
    )


@dataclass(frozen=True, slots=True)
class _Search:
    rows: Sequence[Row]
    total: Count
    kinds: dict[str, Count]
    broadened: bool


def _search(
    question: Question, rights: Rights, wide: Narrowing, kinds: frozenset[str], *, broadened: bool = False
) -> _Search:
    """Find and count. Up to MOST texts of all kinds, one statement tells everything.

    Beyond, a second one counts the kinds, by texts: what is found in both its languages counts twice there.
    """
    rows = index.newest(question, rights=rights, narrowing=wide, limit=MOST + 1)
    if len(rows) <= MOST:
        counted = Counter(kind for _key, kind in {(row.key, row.kind) for row in rows})
        facets = {kind: Count(number) for kind, number in counted.items()}
        rows = [row for row in rows if not kinds or row.kind in kinds]
        return _Search(rows, Count(len({row.key for row in rows})), facets, broadened)
    chosen = Narrowing(kinds=kinds, themes=wide.themes, language=wide.language)
    names = sorted({kind for source in sources() for kind in source.kinds})
    each = [Narrowing(kinds=frozenset({kind}), themes=wide.themes, language=wide.language) for kind in names]
    numbers = index.counts(question, rights=rights, narrowings=each, most=MOST)
    facets = {
        kind: Count(min(number, MOST), is_least=number > MOST)
        for kind, number in zip(names, numbers, strict=True)
        if number
    }
    if kinds:
        rows = index.newest(question, rights=rights, narrowing=chosen, limit=MOST + 1)
    total = Count(len({row.key for row in rows[:MOST]}), is_least=len(rows) > MOST)
    return _Search(rows[:MOST], total, facets, broadened)


def _own_languages(user: Any) -> list[str]:
    """Return the language of the page, then the others that the reader says to read."""
    return list(dict.fromkeys([(get_language() or settings.LANGUAGE_CODE).split("-")[0], *getattr(user, "reads", ())]))


def _hits(rows: Sequence[Row], question: Question, rights: Rights) -> tuple[Hit, ...]:
    documents = Document.objects.defer("body", "title_stems", "body_stems", "marks")
    by_id = documents.annotate(beginning=Substr("body", 1, READ + 1)).in_bulk([row.id for row in rows])
    places = _place_names(sorted({row.where for row in rows} - {PUBLIC}), rights)
    return tuple(_hit(by_id[row.id], question, places.get(row.where, "")) for row in rows if row.id in by_id)


def _hit(document: Any, question: Question, place: str) -> Hit:
    return Hit(
        key=document.key,
        kind=document.kind,
        language=document.language,
        title=marked(document.title, question, language=document.language),
        excerpt=excerpt(document.beginning, question, language=document.language),
        url=document.url if document.where == PUBLIC else _in_reader_language(document.url),
        date=document.date,
        themes=tuple(int(theme) for theme in document.themes.split()),
        place=place if document.key != document.where else "",
    )


def _place_names(places: list[str], rights: Rights) -> dict[str, str]:
    """Return the titles of places: a place is named like the content that it is ("room:12")."""
    if not places:
        return {}
    language = _own_languages(None)[0]
    found = sorted(index.titles(places, rights=rights), key=lambda row: row[1] == language)
    return {key: title for key, _language, title in found}


def _in_reader_language(url: str) -> str:
    """Return the same address under the reader's language: what stands in a closed place has one address in each."""
    _, code, *rest = url.split("/", 2) if url.count("/") > 1 else ("", "")
    if rest and code in dict(settings.LANGUAGES):
        return f"/{_own_languages(None)[0]}/{rest[0]}"
    return url
