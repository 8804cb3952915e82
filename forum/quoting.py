"""Puts somebody's words before one's own."""

from django.utils.html import escape

from forum.models import Comment
from richtext.reading import plain

LONGEST_PASSAGE = 3000


def quoted(comment: Comment, *, passage: str = "") -> str:
    """Return the start of an answer as HTML: who said it, where it stands, and what, as a quotation.

    With a `passage` only those words, if the comment really says them: nobody is quoted with what she did not write.
    A plain string on purpose: it becomes the value of a form field, which has to be escaped there.
    """
    who = f'<p><a href="{comment.get_absolute_url()}"><strong>{escape(comment.author_name)}</strong></a></p>'
    return f"<blockquote>{who}{_passage(comment, passage) or comment.body_html}</blockquote><p></p>"


def _passage(comment: Comment, passage: str) -> str:
    """Return the words as paragraphs, or "" when the comment does not say them."""
    wanted = _squeezed(passage)
    if not wanted or len(wanted) > LONGEST_PASSAGE or wanted not in _squeezed(plain(comment.body_html)):
        return ""
    lines = [" ".join(line.split()) for line in passage.replace("\r", "").split("\n\n")]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _squeezed(text: str) -> str:
    """Return the words without the spaces and list signs that a browser's selection writes otherwise than we do."""
    return "".join(text.replace("•", "").split())
