"""Root-relative addresses of pages, many at a time: Wagtail's own `page.url` asks the cache again for each page."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site


class Addresses:
    """Answers for any number of pages with one look at the site's roots."""

    @cached_property
    def _roots(self) -> list[tuple[str, str, str]]:
        """The tree path of each language's home page, the language, and the address where it answers."""
        roots = []
        for root in Site.get_site_root_paths():
            with translation.override(root.language_code):
                roots.append((root.root_path, root.language_code, reverse("wagtail_serve", args=[""])))
        return roots

    def of(self, page: Page) -> str:
        """Return the page's address, or "" for a page outside the site."""
        for root_path, _language, prefix in self._roots:
            if page.url_path.startswith(root_path):
                return f"{prefix}{page.url_path[len(root_path) :]}"
        return ""

    def language_of(self, page: Page) -> str:
        """Return the page's language, by where it lies; asking for `page.locale` would be a query."""
        for root_path, language, _prefix in self._roots:
            if page.url_path.startswith(root_path):
                return language
        return str(page.locale.language_code)


def addresses_in(request: Any) -> Addresses:
    """Return the addresses for one request: the site's roots are looked up once."""
    kept: Addresses | None = getattr(request, "_parvis_addresses", None)
    if kept is None:
        kept = Addresses()
        request._parvis_addresses = kept
    return kept


def versions_in(ids: Iterable[int], language: str) -> dict[int, Page]:
    """Return, for each of these pages' ids, its live version in a language, or else the live page itself: one query."""
    wanted = set(ids)
    named = Page.objects.filter(pk__in=wanted)
    pages = Page.objects.filter(translation_key__in=named.order_by().values("translation_key")).select_related("locale")
    versions = list(pages)
    by_key = {page.translation_key: page for page in versions if page.live and page.locale.language_code == language}
    found = {page.pk: by_key.get(page.translation_key, page) for page in versions if page.pk in wanted}
    return {pk: page for pk, page in found.items() if page.live}
