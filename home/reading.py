"""What pages show beside their own words: related content, the reader's language, the parts of the home page."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from home import pictures
from home.addresses import Addresses
from home.dossiers import dossier_context
from home.listing import cards, for_cards, newest, of_kind, to_come
from home.models import ContentPage, DossierPage, HomePage, PlainPage
from home.prose import Links
from richtext import excerpt

RELATED = 3
NEW = 6
NEXT = 4


def content_context(page: ContentPage, request: Any) -> dict[str, Any]:
    """Return what the page of one content shows beside its own words."""
    language = page.locale.language_code
    themes = [link.theme for link in page.theme_links.select_related("theme").order_by("pk")]
    context = {
        **body_context(page),
        "themes": themes,
        "picture": pictures.rendition(page.picture, pictures.LEAD),
        "related": _related(page, themes, user=getattr(request, "user", None), language=language),
    }
    if isinstance(page, DossierPage):
        context |= dossier_context(page, request, language=language)
    return context


def body_context(page: ContentPage | PlainPage | HomePage) -> dict[str, Any]:
    """Return what the blocks of a page's texts need: its language, and where its links lead."""
    texts = [getattr(page, name) for name in ("body", "report", "legal_framework") if hasattr(page, name)]
    pictures.fetch_renditions(list(pictures.images_within(page)))
    blocks = [block for text in texts for block in text]
    prose = [block.value.source for block in blocks if block.block_type == "paragraph"]
    buttons = [block.value["page"] for block in blocks if block.block_type == "button"]
    return {
        "language": page.locale.language_code,
        "links": Links(*prose, pages=[aim.pk for aim in buttons if aim]),
    }


def _related(page: ContentPage, themes: list[Any], *, user: Any, language: str) -> list[Any]:
    if not themes:
        return []
    others = of_kind().visible_to(user).in_language(language).about(themes)
    return cards(for_cards(newest(others.exclude(translation_key=page.translation_key)))[:RELATED])


def home_context(page: HomePage, request: Any) -> dict[str, Any]:
    """Return the parts of the home page: what is new, what comes, the last letter, the doors of rooms."""
    language = page.locale.language_code
    user = getattr(request, "user", None)
    events = of_kind("event").visible_to(user).in_language(language)
    texts = of_kind("article", "dossier", "resource", "brief").visible_to(user).in_language(language)
    return {
        **body_context(page),
        "new": cards(for_cards(newest(texts))[:NEW]),
        "events": cards(for_cards(to_come(events))[:NEXT]),
        "letter": _last_letter(language),
        "doors": _doors(language),
    }


def _last_letter(language: str) -> dict[str, Any] | None:
    pages = _pages_of("newsletter", "issuepage", language).order_by("-first_published_at", "-pk")
    page = pages.first()
    return {"title": page.title, "url": Addresses().of(page), "date": page.first_published_at} if page else None


def _doors(language: str) -> list[dict[str, str]]:
    """The doors of listed rooms: the page that is no alias and came first is the door."""
    addresses = Addresses()
    pages = _pages_of("forum", "roompage", language).order_by("title", "pk").specific()
    return [
        {"title": page.title, "url": addresses.of(page), "lead": excerpt(_introduction(page), 160)} for page in pages
    ]


def _introduction(page: Any) -> str:
    """What another app's page says of itself, if it has such a text."""
    return str(getattr(page, "introduction", "") or page.search_description)


def _pages_of(app: str, model: str, language: str) -> Any:
    """Live pages of another app's kind, known by its name alone."""
    kind = ContentType.objects.filter(app_label=app, model=model)
    return Page.objects.live().filter(
        content_type__in=kind.values("pk"), locale__language_code=language, alias_of=None
    )
