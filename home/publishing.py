"""Putting pages into the tree and before the public, in one language and then another; the clock's part of it."""

from datetime import datetime
from typing import Any, TypeVar

from django.core.management import call_command
from django.db import transaction
from wagtail.models import Locale, Page

from home.errors import ParentNotTranslatedError
from home.models import Entry

AnyPage = TypeVar("AnyPage", bound=Page)


def publish_scheduled() -> None:
    """Publish and unpublish what is due; run twice, the second run finds nothing."""
    call_command("publish_scheduled", verbosity=0)


@transaction.atomic
def add_page(page: AnyPage, *, parent: Page, at: datetime | None = None, by: Any = None) -> AnyPage:
    """Put a new page below `parent`, in its language, and publish it; `at` dates it back."""
    page.locale = parent.locale
    page.first_published_at = at
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    if at is not None:
        Page.objects.filter(pk=page.pk).update(last_published_at=at, latest_revision_created_at=at)
    page.refresh_from_db()
    return page


def add_version(page: AnyPage, *, of: Page, language: str, at: datetime | None = None, by: Any = None) -> AnyPage:
    """Put a page beside another one as its version in a language, and publish it.

    Raises ParentNotTranslatedError when the part of the site that holds `of` does not exist in that language.
    """
    locale = Locale.objects.get(language_code=language)
    parent = of.get_parent().get_translation_or_none(locale)
    if parent is None:
        raise ParentNotTranslatedError(of.get_parent(), language)
    page.translation_key = of.translation_key
    return add_page(page, parent=parent, at=at, by=by)


@transaction.atomic
def add_entry(entry: Entry, *, language: str, of: Entry | None = None, at: datetime | None = None) -> Entry:
    """Publish a new entry in a language, alone or as a version of another one; `at` dates it back."""
    entry.locale = Locale.objects.get(language_code=language)
    if of is not None:
        entry.translation_key = of.translation_key
    for link in entry.links.all():
        link.locale = entry.locale
    entry.live, entry.first_published_at = False, at
    entry.save()
    entry.save_revision().publish()
    entry.refresh_from_db()
    return entry
