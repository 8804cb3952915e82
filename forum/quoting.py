"""Puts somebody's words before one's own."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from forum.models import Comment


def quoted(comment: Comment) -> str:
    """Return the start of an answer: who said it, and what, as a quotation."""
    name = comment.user.name if comment.user else _("Former member")
    return format_html("<blockquote><p><strong>{}</strong></p>{}</blockquote><p></p>", name, comment.body)
