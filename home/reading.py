"""What pages show beside their own words: related content, the reader's language, the parts of the home page."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from home import pictures
from home.addresses import Addresses, addresses_in
from home.discussing import discussion_of
from home.dossiers import dossier_context
from home.listing import cards, for_cards, introduction_of, newest, of_kind, section_context, to_come
from home.models import BriefPage, ContentPage, DossierPage, EventPage, HomePage, PlainPage, SectionPage
from home.prose import Links

RELATED = 3
NEW = 6
NEXT = 4


def content_context(page: ContentPage, request: Any) -> dict[str, Any]:
    """Return what the page of one content shows beside its own words."""
    language = addresses_in(request).language_of(page)
    themes = _themes(page)
    picture = pictures.renditions_of([page], pictures.LEAD).get(page.picture_id)
    context = {
        **body_context(page, request),
        "kind_name": capfirst(page._meta.verbose_name),
        "themes": themes,
        "picture": picture,
        "social_image": settings.SITE_URL + picture.url if picture else "",
        "is_over": _is_over(page),
        "discussion": discussion_of(page, reader=getattr(request, "user", None)),
        "related": _related(page, themes, user=getattr(request, "user", None), language=language),
    }
    if isinstance(page, DossierPage):
        context |= dossier_context(themes, request, language=language)
    return context


def body_context(page: ContentPage | PlainPage | HomePage, request: Any) -> dict[str, Any]:
    """Return what the blocks of a page's texts need: its language, and where its links lead."""
    texts = [getattr(page, name) for name in ("body", "report", "legal_framework") if hasattr(page, name)]
    pictures.fetch_renditions(list(pictures.images_within(page)))
    blocks = [block for text in texts for block in text]
    prose = [block.value.source for block in blocks if block.block_type == "paragraph"]
    buttons = [block.value["page"] for block in blocks if block.block_type == "button"]
    return {
        **place_context(page, request),
        "links": Links(*prose, pages=[aim.pk for aim in buttons if aim]),
    }


def place_context(page: Any, request: Any) -> dict[str, Any]:
    """Return where a page lies, its language, and what previews may tell of it."""
    addresses = addresses_in(request)
    above = page.get_ancestors().filter(depth__gt=1) if page.depth and page.depth > 2 else ()
    return {
        "language": addresses.language_of(page),
        "crumbs": [(_crumb(ancestor), addresses.of(ancestor)) for ancestor in above],
        "description": page.search_description or page.lead,
        "social_title": page.seo_title or page.title,
    }


def _crumb(ancestor: Any) -> str:
    return _("Home") if ancestor.depth == 2 else str(ancestor.title)


def _is_over(page: ContentPage) -> bool:
    """Whether an event is past, or a brief's deadline."""
    if isinstance(page, EventPage):
        return (page.ends_at or page.starts_at) < timezone.now()
    if isinstance(page, BriefPage) and page.deadline:
        return page.deadline < timezone.localdate()
    return False


def _themes(page: ContentPage) -> list[Any]:
    """The themes in the order in which they were ticked; in a preview they are not stored yet."""
    links = sorted(page.theme_links.select_related("theme"), key=lambda link: (link.pk is None, link.pk or 0))
    return [link.theme for link in links]


def _related(page: ContentPage, themes: list[Any], *, user: Any, language: str) -> list[Any]:
    if not themes:
        return []
    others = of_kind().visible_to(user).in_language(language).about(themes)
    return cards(for_cards(newest(others.exclude(translation_key=page.translation_key)))[:RELATED])


def list_context(section: SectionPage, request: Any) -> dict[str, Any]:
    """Return the list of a section, and where the section lies."""
    place = place_context(section, request)
    return {**place, **section_context(section, request, language=place["language"])}


def home_context(page: HomePage, request: Any) -> dict[str, Any]:
    """Return the parts of the home page: what is new, what comes, the last letter, the doors of rooms."""
    addresses = addresses_in(request)
    language = addresses.language_of(page)
    user = getattr(request, "user", None)
    events = of_kind("event").visible_to(user).in_language(language)
    texts = of_kind("article", "dossier", "resource", "brief").visible_to(user).in_language(language)
    return {
        **body_context(page, request),
        "new": cards(for_cards(newest(texts))[:NEW]),
        "events": cards(for_cards(to_come(events))[:NEXT]),
        "agenda_url": _agenda(language, addresses),
        "letter": _last_letter(language, addresses),
        "doors": _doors(language, addresses),
    }


def _agenda(language: str, addresses: Addresses) -> str:
    agenda = SectionPage.objects.live().filter(lists="event", locale__language_code=language, alias_of=None).first()
    return addresses.of(agenda) if agenda else ""


def _last_letter(language: str, addresses: Addresses) -> dict[str, Any] | None:
    pages = _pages_of("newsletter", "issuepage", language).order_by("-first_published_at", "-pk")
    page = pages.first()
    return {"title": page.title, "url": addresses.of(page), "date": page.first_published_at} if page else None


def _doors(language: str, addresses: Addresses) -> list[dict[str, str]]:
    """The doors of listed rooms: the page that is no alias and came first is the door."""
    pages = _pages_of("forum", "roompage", language).order_by("title", "pk").specific()
    return [{"title": page.title, "url": addresses.of(page), "lead": introduction_of(page)} for page in pages]


def _pages_of(app: str, model: str, language: str) -> Any:
    """Live pages of another app's kind, known by its name alone."""
    kind = ContentType.objects.filter(app_label=app, model=model)
    return Page.objects.live().filter(content_type__in=kind.values("pk"), locale__language_code=language, alias_of=None)
