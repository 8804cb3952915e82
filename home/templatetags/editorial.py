"""Tags of the editorial pages: rich text with its links resolved, pictures in size, hours and places of events."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from home import calendars, pictures
from home.editing import SESSION_LANGUAGES
from home.prose import shown
from home.prose import spaced as spaced_text
from interface.times import span
from languages.dates import date_format

register = template.Library()


@register.simple_tag(takes_context=True)
def prose(context: Context, text: Any) -> SafeString:
    """Draw stored rich text: a block's value, or the text of a field."""
    return shown(getattr(text, "source", text), language=str(context.get("language") or ""), links=context.get("links"))


@register.simple_tag(takes_context=True)
def address_of(context: Context, page: Any) -> str:
    """Return where a chosen page is to be found in the reader's language."""
    links = context.get("links")
    return (links.pages.get(page.pk) if links else None) or page.url or ""


@register.filter
def spaced(text: str, language: str = "") -> str:
    """Return plain text with the spaces that its language wants."""
    return spaced_text(str(text), language)


@register.simple_tag
def inline_picture(image: Any) -> Any:
    """Return an image of a text in its size."""
    return pictures.rendition(image, pictures.INLINE)


@register.filter
def rows(text: str) -> list[str]:
    """Return the lines of a text, without empty ones."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Name the languages of a session."""
    names = dict(SESSION_LANGUAGES)
    return ", ".join(str(names.get(code, code)) for code in codes)


@register.filter
def place(event: Any) -> str:
    """Say where an event is."""
    return calendars.place_of(event)


@register.filter
def hours(event: Any) -> str:
    """Say when an event is: one day with its hours, or from the first day to the last."""
    return span(event.starts_at, event.ends_at)


@register.filter
def own_hour(event: Any) -> str:
    """Return the hour at which an event starts."""
    return date_format(timezone.localtime(event.starts_at), "H:i")
