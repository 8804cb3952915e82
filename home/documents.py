"""What the search index learns of pages and entries: all of it is public."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from contracts.documents import Document
from home.addresses import Addresses
from home.keys import by_kind
from home.listing import KINDS
from home.models import ContentPage, Entry, EntryTheme, EventPage, PageTheme, PlainPage
from richtext import plain

_AT_ONCE = 200


class PageDocuments:
    """Articles, dossiers, events, resources, briefs and plain pages that are live."""

    kinds = frozenset({*KINDS, PlainPage.kind})

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Yield the pages among the keys that are still live (all of them for None)."""
        wanted = None if keys is None else by_kind(keys, self.kinds)
        addresses = Addresses()
        for kind, model in {**KINDS, PlainPage.kind: PlainPage}.items():
            if wanted is not None and kind not in wanted:
                continue
            which = Q() if wanted is None else Q(translation_key__in=wanted[kind])
            for page in _pages(model, which):
                yield _page_document(page, addresses)

    def places(self, user: Any) -> Iterable[Any]:
        """Nothing of ours lies in a closed place."""
        return ()


def _pages(model: Any, which: Q) -> Iterator[Any]:
    pages = model.objects.filter(which).select_related("locale").order_by("pk")
    if issubclass(model, ContentPage):
        pages = pages.visible_to(None).prefetch_related(
            Prefetch("theme_links", PageTheme.objects.only("content", "theme"))
        )
    else:
        pages = pages.live().public().filter(alias_of=None)
    yield from pages.iterator(chunk_size=_AT_ONCE)


def _page_document(page: Any, addresses: Addresses) -> Document:
    return Document(
        key=page.key,
        language=page.locale.language_code,
        kind=page.kind,
        title=page.title,
        body=_words(page),
        url=addresses.of(page),
        date=_date(page),
        themes=frozenset(link.theme_id for link in page.theme_links.all())
        if isinstance(page, ContentPage)
        else frozenset(),
    )


def _words(page: Any) -> str:
    """Return every word that the page shows beside its title."""
    parts = [page.lead]
    for name in ("body", "report", "legal_framework", "programme"):
        if hasattr(page, name):
            text = getattr(page, name)
            parts += text.stream_block.get_searchable_content(text)
    parts += [getattr(page, name, "") for name in ("place", "speakers", "partners", "remarks", "authors", "source")]
    return "\n".join(str(part) for part in parts if part)


def _date(page: Any) -> Any:
    if isinstance(page, EventPage):
        return page.starts_at
    return page.first_published_at or page.latest_revision_created_at or timezone.now()


class EntryDocuments:
    """Dated entries that are live."""

    kinds = frozenset({Entry.kind})

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Yield the entries among the keys that are still live (all of them for None)."""
        entries = Entry.objects.visible_to(None).select_related("locale").order_by("pk")
        if keys is not None:
            entries = entries.filter(translation_key__in=by_kind(keys, self.kinds).get(Entry.kind, ()))
        entries = entries.prefetch_related(
            Prefetch("theme_links", EntryTheme.objects.only("content", "theme")), "links"
        )
        for entry in entries.iterator(chunk_size=_AT_ONCE):
            yield _entry_document(entry)

    def places(self, user: Any) -> Iterable[Any]:
        """Nothing of ours lies in a closed place."""
        return ()


def _entry_document(entry: Entry) -> Document:
    day = timezone.make_aware(datetime.combine(entry.first_day, time.min))
    words = [plain(entry.text), *(link.text for link in entry.links.all())]
    return Document(
        key=entry.key,
        language=entry.locale.language_code,
        kind=entry.kind,
        title=entry.heading,
        body="\n".join(words),
        url=entry.address,
        date=day,
        themes=frozenset(link.theme_id for link in entry.theme_links.all()),
    )
