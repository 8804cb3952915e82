"""Root-relative addresses of pages, many at a time: Wagtail's own `page.url` asks the cache again for each page."""

from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site


class Addresses:
    """Answers for any number of pages with one look at the site's roots."""

    @cached_property
    def _roots(self) -> list[tuple[str, str]]:
        """The tree path of each language's home page, and the address where it answers."""
        roots = []
        for root in Site.get_site_root_paths():
            with translation.override(root.language_code):
                roots.append((root.root_path, reverse("wagtail_serve", args=[""])))
        return roots

    def of(self, page: Page) -> str:
        """Return the page's address, or "" for a page outside the site."""
        for root_path, prefix in self._roots:
            if page.url_path.startswith(root_path):
                return f"{prefix}{page.url_path[len(root_path) :]}"
        return ""


def in_language(pages: Iterable[Page], language: str) -> dict[int, Page]:
    """Return, for each of these pages' ids, its live version in a language, or else the live page itself."""
    wanted = {page.pk: page for page in pages}
    versions = Page.objects.live().filter(
        locale__language_code=language, translation_key__in={page.translation_key for page in wanted.values()}
    )
    by_key = {version.translation_key: version for version in versions}
    found = {pk: by_key.get(page.translation_key) or (page if page.live else None) for pk, page in wanted.items()}
    return {pk: page for pk, page in found.items() if page}
