"""The same thing in the other languages: where the language switch leads, and what search engines are told."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override
from wagtail.models import Page


@dataclass(frozen=True)
class Translation:
    """One language of the page that is read. `is_same` is false when the link can only lead to the home page."""

    code: str
    name: str
    url: str
    is_current: bool
    is_same: bool

    @property
    def absolute_url(self) -> str:
        """The address with scheme and host, without the reader's query: what search engines are told."""
        return settings.SITE_URL + self.url.partition("?")[0]


def translations_of(request: HttpRequest) -> list[Translation]:
    """Return the page in each of the site's languages, in the order of the settings; one query at most."""
    current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    found = _addresses(request, current)
    return [
        Translation(code, name, found.get(code) or f"/{code}/", is_current=code == current, is_same=code in found)
        for code, name in settings.LANGUAGES
    ]


def _addresses(request: HttpRequest, current: str) -> dict[str, str]:
    route = getattr(request, "_wagtail_route_for_request", None)
    if route is not None:
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        return {code: path + query for code, path in {current: request.path, **_page_addresses(route.page)}.items()}
    here = request.get_full_path()
    if request.resolver_match is None or request.resolver_match.view_name == "wagtail_serve":
        return {code: f"/{code}/" for code, _name in settings.LANGUAGES}  # nothing stands here, in no language
    translated = {code: translate_url(here, code) for code, _name in settings.LANGUAGES if code != current}
    return {current: here, **{code: url for code, url in translated.items() if url != here}}


def _page_addresses(page: Page) -> dict[str, str]:
    """Return the live translations of a Wagtail page; an alias only repeats the other language's words."""
    others = (
        Page.objects.live()
        .filter(translation_key=page.translation_key, alias_of__isnull=True, depth__gt=1)
        .exclude(pk=page.pk)
        .values_list("locale__language_code", "url_path")
    )
    return {code: _served_at(code, url_path) for code, url_path in others}


def _served_at(code: str, url_path: str) -> str:
    below_home = "/".join(url_path.split("/")[2:])
    with override(code):
        return reverse("wagtail_serve", args=[below_home])
