"""Keeps the index equal to what the sources say: after each announced change, and all over again on demand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contracts.documents import Document as Offered
from contracts.documents import DocumentSource
from contracts.loading import load
from search import index
from search.models import Document
from search.words import stems, tidy

BATCH = 200
_FIELDS = [field.name for field in Document._meta.concrete_fields if not field.primary_key]
_TEXT_FIELDS = {"title", "body", "language"}
_OWN_FIELDS = {"title_stems", "body_stems", "indexed_at"}


def sources() -> list[DocumentSource]:
    """Return every app's findable content, as the settings list it."""
    return load(settings.SEARCH_SOURCES)


def refresh(keys: Iterable[str]) -> None:
    """Make the index say what the sources say now about these keys, in the transaction of the change.

    One to four statements of our own for a batch of keys; unchanged texts are left alone.
    """
    unique = sorted(set(keys))
    with transaction.atomic(savepoint=False):
        for batch in _batches(unique):
            _bring_up_to_date(batch)


def rebuild(*, tell: Callable[[int], object] | None = None) -> int:
    """Index everything anew, dropping what no source has any more; return the number of documents.

    Each batch is read again inside its own transaction, so that a change made meanwhile is never overwritten with what
    stood before it. `tell` hears after each batch how many contents are done.
    """
    begun = timezone.now()
    # All keys first: on SQLite an open reading cursor would forbid writing as soon as somebody else has written.
    keys = sorted({document.key for source in sources() for document in source.documents()})
    left = Document.objects.filter(indexed_at__lt=begun).values_list("key", flat=True)
    done = 0
    for batch in chain(_batches(keys), iter(lambda: sorted(set(left[:BATCH])), [])):
        with transaction.atomic():
            _bring_up_to_date(batch, anew=True)
        done += len(batch)
        if tell:
            tell(done)
    return Document.objects.count()


def is_empty() -> bool:
    """Say whether nothing was ever indexed here (a new database, or a restored one without its index)."""
    return not Document.objects.exists()


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _bring_up_to_date(keys: Sequence[str], *, anew: bool = False) -> None:
    # The lock comes before the sources are asked: whoever changes the same content at the same time has then either
    # committed, and is seen, or waits for us and writes last.
    locked = Document.objects.select_for_update().filter(key__in=keys).order_by("id")
    standing = {(row.key, row.language): row for row in locked}
    offered = {(row.key, row.language): row for source in sources() for row in source.documents(keys)}
    written = [row for name, one in offered.items() if (row := _written(one, standing.get(name), anew=anew))]
    moved = [row.id for row in written if row.id is not None and not index.is_in_time(row.id, row.date)]
    gone = [row.id for name, row in standing.items() if name not in offered]
    if gone or moved:
        Document.objects.filter(id__in=[*gone, *moved]).delete()
    _number([row for row in written if row.id is None or row.id in moved])
    Document.objects.bulk_create(
        written, update_conflicts=True, unique_fields=["key", "language"],
        update_fields=[name for name in _FIELDS if name not in {"key", "language"}],
    )  # fmt: skip


def _written(offered: Offered, standing: Document | None, *, anew: bool) -> Document | None:
    """Return the row to write for an offered document, or None when the standing one says the same."""
    fields: dict[str, Any] = {
        "key": offered.key, "language": offered.language, "kind": offered.kind, "url": offered.url,
        "title": tidy(offered.title), "body": tidy(offered.body), "date": offered.date,
        "themes": " ".join(str(theme) for theme in sorted(offered.themes)),
        "where": offered.where, "within": offered.within,
    }  # fmt: skip
    same = {name for name, value in fields.items() if standing is not None and getattr(standing, name) == value}
    if len(same) == len(fields) and not anew:
        return None
    row = Document(id=standing.id if standing else None, indexed_at=timezone.now(), **fields)
    row.marks = index.marks(
        kind=row.kind, language=row.language, themes=offered.themes, where=row.where, within=row.within
    )
    if standing is not None and same >= _TEXT_FIELDS and not anew:
        row.title_stems, row.body_stems = standing.title_stems, standing.body_stems
    else:
        row.title_stems, row.body_stems = stems(row.title, row.language), stems(row.body, row.language)
    return row


def _number(rows: Sequence[Document]) -> None:
    """Give each row its place in time as its id, and the next free one where two texts meet in the same place."""
    for row in rows:
        row.id = index.number_for(row.key, row.language, row.date)
    wanted = list(rows)
    given: set[int] = set()
    while wanted:
        taken = given | set(Document.objects.filter(id__in=[row.id for row in wanted]).values_list("id", flat=True))
        again = []
        for row in wanted:
            if row.id in taken:
                row.id += 1
                again.append(row)
            else:
                given.add(row.id)
                taken.add(row.id)
        wanted = again
