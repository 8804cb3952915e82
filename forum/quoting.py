"""Puts somebody's words before one's own."""

from django.utils.html import escape
from django.utils.translation import gettext as _

from forum.models import Comment


def quoted(comment: Comment) -> str:
    """Return the start of an answer as HTML: who said it, and what, as a quotation.

    A plain string on purpose: it becomes the value of a form field, which has to be escaped there.
    """
    name = comment.user.name if comment.user else _("Former member")
    return f"<blockquote><p><strong>{escape(name)}</strong></p>{comment.body_html}</blockquote><p></p>"
