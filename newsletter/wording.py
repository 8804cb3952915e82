"""The words of an issue per language (subject, preview line, editorial), and the pages that hold them."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import expand_db_html

from languages.dates import date_format
from newsletter import permissions
from newsletter.models import Issue, IssuePage, Publication, PublicationPage
from outbox.marks import without_marks


@dataclass(frozen=True, kw_only=True)
class Words:
    """What people wrote for an issue in one language; `edito` is HTML with its links resolved."""

    subject: str
    preheader: str
    edito: str
    subject_written: bool = True


def words_of(issue: Issue) -> dict[str, Words]:
    """Return the latest words of every language of the publication; an empty subject becomes the issue's name."""
    pages = pages_of(issue)
    return {code: _words(pages.get(code), issue=issue, language=code) for code in issue.publication.languages}


def _words(page: IssuePage | None, *, issue: Issue, language: str) -> Words:
    latest = page.get_latest_revision_as_object() if page else IssuePage()
    return Words(
        subject=without_marks(latest.subject.strip()) or issue_title(issue, language=language),
        preheader=without_marks(latest.preheader.strip()),
        edito=without_marks(expand_db_html(latest.edito)) if latest.edito else "",
        subject_written=bool(latest.subject.strip()),
    )


def pages_of(issue: Issue) -> dict[str, IssuePage]:
    """Return the issue's page per language: the oldest one that is no alias."""
    found: dict[str, IssuePage] = {}
    for page in IssuePage.objects.filter(issue=issue, alias_of=None).select_related("locale").order_by("pk"):
        found.setdefault(page.locale.language_code, page)
    return found


def issue_title(issue: Issue, *, language: str) -> str:
    """Return what an issue is called in a language: “Lettre, no. 12, November 2026”."""
    with translation.override(language):
        return _("%(publication)s no. %(number)s, %(month)s") % {
            "publication": issue.publication.name_in(language),
            "number": issue.number,
            "month": date_format(localtime(issue.planned_for), "F Y"),
        }


@transaction.atomic
def write_words(issue: Issue, *, language: str, subject: str, preheader: str, edito: str, by: Any) -> None:
    """Keep an issue's words in one language as a new revision of its page.

    The approval is voided by whoever watches revisions, as it is when the page's own editor is used.
    """
    permissions.require(by, permissions.COMPOSE)
    page = pages_of(issue)[language].get_latest_revision_as_object()
    page.subject, page.preheader, page.edito = subject, preheader, edito
    page.save_revision(user=by)


def open_pages(issue: Issue) -> None:
    """Make the issue's page in every language of its publication, none of them public yet."""
    shared = uuid.uuid4()
    for parent in publication_pages(issue.publication):
        language = parent.locale.language_code
        page = IssuePage(
            title=issue_title(issue, language=language),
            slug=str(issue.number),
            issue=issue,
            locale=parent.locale,
            translation_key=shared,
            live=False,
        )
        parent.add_child(instance=page)
        page.save_revision()


def publication_pages(publication: Publication) -> list[PublicationPage]:
    """Return the publication's own page per language, made under the site's home where it is missing."""
    found: dict[str, PublicationPage] = {}
    for page in PublicationPage.objects.filter(publication=publication, alias_of=None).order_by("pk"):
        found.setdefault(page.locale.language_code, page)
    shared = next((page.translation_key for page in found.values()), uuid.uuid4())
    for language in publication.languages:
        if language not in found:
            found[language] = _open_publication_page(publication, language=language, shared=shared)
    return list(found.values())


def _open_publication_page(publication: Publication, *, language: str, shared: uuid.UUID) -> PublicationPage:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    page = PublicationPage(
        title=publication.name_in(language),
        slug=getattr(publication, f"slug_{language}", publication.slug),
        publication=publication,
        locale=locale,
        translation_key=shared,
        live=publication.is_open,
        show_in_menus=False,
    )
    _home(locale).add_child(instance=page)
    return page


def _home(locale: Locale) -> Page:
    """Return the home page of a language; without a translated one, the site's own."""
    home = Site.objects.get(is_default_site=True).root_page
    return home.get_translation_or_none(locale) or home
