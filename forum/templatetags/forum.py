"""What the forum's templates ask for."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from forum.forms import LANGUAGES
from forum.models import Comment
from interface.templatetags.parvis import own_language_name
from richtext import plain

register = template.Library()

# Comments of one topic that a digest shows in full; the others it counts.
FEW = 5


@register.filter
def thankers(names: list[str]) -> str:
    """Name two people who thank, and count the others: “Anna, Bram and 3 others”."""
    if len(names) < 3:
        return (" " + _("and") + " ").join(names)
    more = len(names) - 2
    others = ngettext("%(count)d other person", "%(count)d other people", more) % {"count": more}
    return _("%(first)s, %(second)s and %(others)s") % {"first": names[0], "second": names[1], "others": others}


@register.filter
def writing_languages(_comment: Any) -> list[tuple[str, str]]:
    """List the languages that a message can be in."""
    return LANGUAGES


@register.filter
def first_few(comments: list[Any]) -> list[Any]:
    """Keep the newest of a topic's comments in a mail."""
    return comments[:FEW]


@register.filter
def the_rest(comments: list[Any]) -> int:
    """Count those that the mail does not show."""
    return max(len(comments) - FEW, 0)


@register.filter
def indented(text: str) -> str:
    """Set every line of a text in by two spaces."""
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


@register.filter
def words_for_mail(comment: Comment) -> str:
    """Return the text of a comment, with "> " before what it quotes: else those would seem to be its author's words."""
    return plain(comment.body_html, quotes=True)


@register.simple_tag(takes_context=True)
def language_mark(context: Context, code: str) -> SafeString | str:
    """Mark a text in a language that its reader does not read: by her profile, and the language of the page."""
    request = getattr(context, "request", None) or context.get("request")
    reader = getattr(request, "user", None)
    reads = {*getattr(reader, "reads", ()), (get_language() or "").split("-")[0]}
    if not code or code in reads:
        return ""
    return format_html(
        '<abbr class="language-tag" title="{}" lang="{}">{}</abbr>', own_language_name(code), code, code.upper()
    )
