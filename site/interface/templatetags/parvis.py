"""Tags of the shell, loaded in every template: times, icons, initials, page numbers, form tokens."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from interface.icons import draw
from interface.times import exact, is_near, machine, near_or_far
from languages.dates import date_format

register = template.Library()

PERSON_HUES = 12


@register.simple_tag
def when(moment: date | datetime | None) -> SafeString | str:
    """Draw a moment: relative when near, absolute when far, the full date in the title."""
    if not moment:
        return ""
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        machine(moment),
        exact(moment),
        mark_safe(" data-near") if is_near(moment) else "",
        near_or_far(moment),
    )


@register.filter
def written(moment: date | datetime | None, pattern: str) -> str:
    """Write a date or a moment, in the site's time zone, by one of Django's patterns; "" for none."""
    if not moment:
        return ""
    there = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return date_format(there, pattern)


@register.simple_block_tag(end_name="endkeep")
def keep(content: str) -> str:
    """Draw what stands inside, without the white space around it; `{% keep as name %}` keeps it for later."""
    return content.strip()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration, and hidden from readers of the text."""
    return draw(name, label)


@register.filter
def initials(name: str | None) -> str:
    """Return the first letters of the first and last word: "Anne-Marie Van Damme" gives "AD"."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    if not words:
        return "·"
    return "".join(word[0] for word in (words if len(words) < 3 else (words[0], words[-1]))).upper()


@register.filter
def person_hue(pk: Any) -> int:
    """Return which of the twelve person hues a key gets, always the same."""
    try:
        return int(pk) * 7 % PERSON_HUES
    except (TypeError, ValueError):
        return 0


@register.filter
def own_language_name(code: str) -> str:
    """Return a language's name in itself: "Nederlands"."""
    names = {**dict(settings.LANGUAGES), "de": "Deutsch", "en": "English"}
    return names.get(code, code)


@register.filter
def foreign(code: str | None) -> bool:
    """Say whether a text's language is not the one that the page is read in."""
    return bool(code) and code != (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@register.simple_tag
def page_numbers(page: Any) -> Iterator[int | None]:
    """Yield the page numbers to offer: first, last and those around; None stands for a gap."""
    last, near = page.paginator.num_pages, range(page.number - 1, page.number + 2)
    wanted = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    previous = 0
    for number in wanted:
        if number - previous == 2:
            yield number - 1
        elif number - previous > 2:
            yield None
        yield number
        previous = number


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString | str:
    """Write the hidden field that proves a form is ours; works in components, which `csrf_token` does not."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
