"""Says that content has changed, whoever changed it: the CMS, a translation, the clock or a verb."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from contracts.announcing import announce
from home.listing import KINDS
from home.models import ContentPage, Entry, PlainPage
from home.pictures import make_renditions


def connect() -> None:
    """Listen to what Wagtail tells; called once, at start."""
    page_published.connect(_page_published)
    page_unpublished.connect(_page_changed)
    post_page_move.connect(_page_moved)
    page_slug_changed.connect(_page_moved)
    for model in (*KINDS.values(), PlainPage, Entry):
        post_delete.connect(_row_deleted, sender=model)
    published.connect(_entry_changed, sender=Entry)
    unpublished.connect(_entry_changed, sender=Entry)


def keys_of(pages: Iterable[Page]) -> list[str]:
    """Return the keys of those pages that are ours."""
    return [page.key for page in pages if isinstance(page, ContentPage | PlainPage)]


def _page_published(sender: Any, *, instance: Page, **_more: Any) -> None:
    if isinstance(instance, ContentPage | PlainPage):
        make_renditions(instance)
    announce(*keys_of([instance]))


def _page_changed(sender: Any, *, instance: Page, **_more: Any) -> None:
    announce(*keys_of([instance]))


def _page_moved(sender: Any, *, instance: Page, **_more: Any) -> None:
    """The addresses of everything below change with it (Wagtail tells of a new slug once it is committed)."""
    announce(*keys_of(instance.get_descendants(inclusive=True).specific(defer=True)))


def _row_deleted(sender: Any, *, instance: Any, **_more: Any) -> None:
    """Once its own row is gone, so that whoever looks finds it gone."""
    announce(f"{instance.kind}:{instance.translation_key}")


def _entry_changed(sender: Any, *, instance: Entry, **_more: Any) -> None:
    announce(instance.key)
