"""Puts somebody's words before one's own."""

from django.utils.html import escape

from forum.models import Comment


def quoted(comment: Comment) -> str:
    """Return the start of an answer as HTML: who said it, and what, as a quotation.

    A plain string on purpose: it becomes the value of a form field, which has to be escaped there.
    """
    return f"<blockquote><p><strong>{escape(comment.author_name)}</strong></p>{comment.body_html}</blockquote><p></p>"
