"""What the forum's templates ask for."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.forms import LANGUAGES
from forum.models import Comment
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
