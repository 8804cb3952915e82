"""Filters of the mail's templates."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from newsletter.letter import absolute
from outbox.marks import without_marks
from richtext import clean

register = template.Library()
_LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)')
_OPENING = re.compile(r"<(p|ul|ol)>")


@register.filter
def for_mail(html: str, medium: str = "mail") -> SafeString:
    """Return an editor's rich text: sanitised, balanced, its links absolute; in a mail with styles of its own."""
    # Cleaning takes invisible characters away, those that disarm marks as well: disarm after it.
    cleaned = without_marks(_LINK.sub(lambda found: found[1] + absolute(found[2]), clean(html)))
    cleaned = cleaned.replace(' rel="noopener nofollow"', "")
    return mark_safe(
        _OPENING.sub(_with_space, cleaned) if medium == "mail" else cleaned
    )  # richtext.clean has sanitised it


def _with_space(found: re.Match[str]) -> str:
    """Mail programs that drop the style sheet still show paragraphs and lists apart."""
    style = "margin:0;padding:0 0 12px" if found[1] == "p" else "margin:0;padding:0 0 12px 20px"
    return f'<{found[1]} style="{style}">'


@register.filter
def in_which_language(code: str) -> str:
    """Return “In Dutch”, for an item that has no version in the reader's language."""
    names = {"fr": _("In French"), "nl": _("In Dutch"), "de": _("In German"), "en": _("In English")}
    return names.get(code, code)
