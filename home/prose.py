"""Turns stored rich text into what a reader gets: links resolved all together, French spaces that do not break."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.rich_text.rewriters import LinkRewriter

from home.addresses import Addresses, versions_in
from richtext import french_spacing

_LINK = re.compile(r"<a\b[^>]*\blinktype=\\?[\"'](page|document)\\?[\"'][^>]*>")
_ID = re.compile(r"\bid=\\?[\"'](\d+)")


class Links:
    """Where the pages and documents that some texts name are to be found: two queries, however many there are."""

    def __init__(self, *texts: str, pages: Iterable[int] = ()) -> None:
        named: dict[str, set[int]] = {"page": set(pages), "document": set()}
        for text in texts:
            for link in _LINK.finditer(text):
                if number := _ID.search(link[0]):
                    named[link[1]].add(int(number[1]))
        self.pages = _page_addresses(named["page"])
        self.documents = _document_addresses(named["document"])
        self._rewrite = LinkRewriter(
            bulk_rules={
                "page": lambda links: [_anchor(self.pages, link) for link in links],
                "document": lambda links: [_anchor(self.documents, link) for link in links],
            }
        )

    def resolve(self, html: str) -> str:
        """Return stored rich text with addresses in place of ids; a link that leads nowhere loses its address."""
        return str(self._rewrite(html))


def shown(html: str, *, language: str, links: Links | None = None) -> SafeString:
    """Return stored rich text as a page shows it. It is the editors' own, kept clean by the editor's whitelist."""
    resolved = (links or Links(html)).resolve(html)
    return mark_safe(spaced(resolved, language))  # the editor's whitelist has cleaned it


def spaced(text: str, language: str) -> str:
    """Return text with the spaces that its language wants."""
    return french_spacing(text) if language == "fr" else text


def _page_addresses(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    language = (get_language() or "fr").split("-")[0]
    addresses = Addresses()
    return {pk: addresses.of(page) for pk, page in versions_in(ids, language).items()}


def _document_addresses(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {document.pk: document.url for document in get_document_model().objects.filter(pk__in=ids)}


def _anchor(addresses: dict[int, str], attributes: dict[str, Any]) -> str:
    address = addresses.get(int(attributes.get("id") or 0))
    return f'<a href="{escape(address)}">' if address else "<a>"
