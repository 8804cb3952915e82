"""What readers find in the archive: sent issues with their address and subject in a language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from newsletter.models import Issue, IssuePage, Publication, PublicationPage

LATEST = 5


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An issue on the archive's shelf."""

    number: int
    subject: str
    url: str
    sent_at: datetime | None
    publication_id: int


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A publication and what to show of it."""

    publication: Publication
    url: str
    issues: list[Kept]


def issues_for(user: Any, *, language: str, publication: Publication | None = None) -> QuerySet[IssuePage]:
    """Return the pages of the issues that this person may read, newest first."""
    issues = Issue.objects.visible_to(user)
    if publication is not None:
        issues = issues.filter(publication=publication)
    return (
        IssuePage.objects.filter(issue__in=issues, live=True, alias_of=None, locale__language_code=language)
        .select_related("issue")
        .order_by("-issue__started_at", "-pk")
    )


def kept(pages: Iterable[IssuePage]) -> list[Kept]:
    """Return what a list shows of issues."""
    return [
        Kept(
            number=page.issue.number,
            subject=page.subject or page.title,
            url=page.url or "",
            sent_at=page.issue.started_at,
            publication_id=page.issue.publication_id,
        )
        for page in pages
        if page.issue is not None
    ]


def latest_by_publication(pages: QuerySet[IssuePage], *, user: Any, language: str) -> list[Shelf]:
    """Return a shelf per publication; the number of queries does not depend on how many issues there are."""
    publications = list(Publication.objects.visible_to(user).filter(active=True))
    doors = _doors(publications, language=language)
    newest = kept(pages[: LATEST * max(1, len(publications)) * 4])
    shelves = [
        Shelf(
            publication=publication,
            url=doors[publication.pk].url or "",
            issues=[issue for issue in newest if issue.publication_id == publication.pk][:LATEST],
        )
        for publication in publications
        if publication.pk in doors
    ]
    return [shelf for shelf in shelves if shelf.issues or shelf.publication.is_open]


def _doors(publications: list[Publication], *, language: str) -> dict[int, Page]:
    found: dict[int, Page] = {}
    pages = PublicationPage.objects.filter(
        publication__in=publications, live=True, alias_of=None, locale__language_code=language
    )
    for page in pages.order_by("-pk"):
        found[page.publication_id] = page
    return found
