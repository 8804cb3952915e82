"""Turns a stored mail into what a route is given: words, subject, files."""

import re

from contracts.inbound import Attached, Mail
from inbox.cutting import answers_inline, own_words
from inbox.models import Received
from inbox.parsing import Parsed, content_of, file_name_of, parts_of, text_of
from richtext.cleaning import clean
from richtext.reading import plain

MOST_FILES, LONGEST_HTML, LONGEST_TEXT = 20, 400_000, 200_000
_END_OF_HEAD = re.compile(r"</head\s{0,9}>", re.IGNORECASE)
_TAG = re.compile(r"<(?:div|blockquote|hr|span)\b[^<>]{0,600}>", re.IGNORECASE)
# Where mail programs put the mail that is answered: Gmail, Thunderbird, Yahoo, Apple Mail, Outlook (web, desktop).
_QUOTES = re.compile(
    r"gmail_quote|moz-cite-prefix|yahoo_quoted|type=[\"']?cite|divRplyFwdMsg|appendonsend|mail-editor-reference"
    r"|border-top: ?solid #[BE][0-9A-F]{5} 1\.0pt",
    re.IGNORECASE,
)


def read(received: Received) -> Mail:
    """Read a stored mail, whatever its bytes are."""
    parts = list(parts_of(bytes(received.raw)))
    return Mail(
        number=received.pk,
        message_id=received.message_id,
        sender=received.sender,
        recipient=received.recipient,
        subject=received.subject,
        words=_words(_text(parts, "text/plain"), _text(parts, "text/html")),
        is_authentic=received.is_authentic,
        too_large=received.is_cut,
        arrived_at=received.arrived_at,
        files=tuple(_files(parts)),
    )


def text_shown(received: Received) -> str:
    """Return all the text of a mail, for people who look into what went wrong; never its HTML."""
    parts = list(parts_of(bytes(received.raw)))
    return _text(parts, "text/plain").strip() or _as_text(_text(parts, "text/html"))


def _words(text: str, html: str) -> str:
    """Prefer HTML, whose lines are not broken at 72 characters; but text shows best what stands between quotes."""
    if text and answers_inline(text):
        return own_words(text)
    found = next((tag for tag in _TAG.finditer(html) if _QUOTES.search(tag[0])), None)
    above = _as_text(html[: found.start()]) if found else ""
    return own_words(above) or own_words(_as_text(html) if html and not found else text) or own_words(_as_text(html))


def _as_text(html: str) -> str:
    head = _END_OF_HEAD.search(html)
    html = html[head.end() :] if head else html
    return plain(clean(f"<p>{html}")) if html.strip() else ""


def _text(parts: list[Parsed], kind: str) -> str:
    for part in parts:
        if part.get_content_type() == kind and not _is_file(part):
            text = text_of(part)[: LONGEST_HTML if kind == "text/html" else LONGEST_TEXT]
            return _unfolded(text) if str(part.get("Content-Type", "")).lower().find("flowed") > 0 else text
    return ""


def _unfolded(text: str) -> str:
    """Join the lines of a paragraph that “format=flowed” broke (RFC 3676)."""
    return re.sub(r"(?<!\n--) \r?\n(?!>)", " ", text)


def _files(parts: list[Parsed]) -> list[Attached]:
    named = [part for part in parts if _is_file(part)][:MOST_FILES]
    return [
        Attached(
            name=file_name_of(part) or part.get_content_type().replace("/", "."),
            content_type=part.get_content_type(),
            content=content_of(part),
        )
        for part in named
    ]


def _is_file(part: Parsed) -> bool:
    """A part that says so, or that is no text; pictures of a signature (inline, with a Content-ID) are none."""
    placed = str(part.get("Content-Disposition", "")).strip().lower()
    if placed.startswith("attachment"):
        return True
    is_text = part.get_content_maintype() == "text"
    return bool(file_name_of(part)) and not is_text and "Content-ID" not in part
