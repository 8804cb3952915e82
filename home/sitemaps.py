"""Every public page and theme, with its other languages, for search engines."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from home.addresses import Addresses
from themes.models import Theme


def sitemap_entries() -> Iterator[dict[str, Any]]:
    """Yield address, last change and languages of everything public, whichever app's page it is: three queries."""
    addresses = Addresses()
    pages = Page.objects.live().public().filter(depth__gt=1, alias_of=None).select_related("locale").order_by("path")
    versions: dict[Any, list[tuple[str, str, Any]]] = defaultdict(list)
    for page in pages:
        if address := addresses.of(page):
            versions[page.translation_key].append((page.locale.language_code, address, page.last_published_at))
    for theme in Theme.objects.order_by("pk"):
        versions[theme] = [(code, _theme_address(theme, code), None) for code, _name in settings.LANGUAGES]
    for group in versions.values():
        alternates = [{"language": code, "url": settings.SITE_URL + address} for code, address, _day in group]
        for _code, address, changed in group:
            yield {"url": settings.SITE_URL + address, "changed": changed, "alternates": alternates}


def _theme_address(theme: Theme, language: str) -> str:
    with translation.override(language):
        return reverse("theme", args=[theme.slug])
