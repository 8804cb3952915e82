"""Builds the final bytes of a mail: once per message, then only the reader's own values are replaced.

Words are cut at the marks *before* they are encoded, and each piece is encoded on its own between soft line
breaks, so that no line wrap of quoted-printable can ever tear a mark or a value apart.
"""

import re
from binascii import b2a_qp
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from django.utils import timezone

from outbox.errors import BadMessageError
from outbox.headers import header_line, mailbox_line
from outbox.marks import split
from outbox.models import Delivery, Dispatch, Message

# RFC 3834 for what a program wrote by itself; Precedence and Microsoft's header keep absence notes away.
AUTOMATIC = {"Auto-Submitted": "auto-generated"}
BULK = {"Precedence": "bulk", "X-Auto-Response-Suppress": "All"}
HEADERS_BY_KIND: dict[str, dict[str, str]] = {
    Dispatch.Kind.ACCOUNT: AUTOMATIC,
    Dispatch.Kind.TEST: BULK,
    Dispatch.Kind.NOTICE: AUTOMATIC | BULK,
    Dispatch.Kind.DIGEST: AUTOMATIC | BULK,
    Dispatch.Kind.ISSUE: BULK,
}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Values = Mapping[str, str]
# What stands in a mail's bytes: encoded words, or how to write the reader's values there.
Piece = bytes | Callable[[Values], bytes]


def build(delivery: Delivery) -> bytes:
    """Return the delivery's mail. Raises BadMessageError for a token without a value or an erased message."""
    return Template(delivery.message, dispatch=delivery.dispatch).fill(delivery)


class Template:
    """A message as bytes with holes for what is the reader's own."""

    def __init__(self, message: Message, *, dispatch: Dispatch) -> None:
        if message.erased_at:
            raise BadMessageError("The words of this message were erased.")
        self._pieces = _joined([*_headers(message, dispatch), *_body(message)])

    def fill(self, delivery: Delivery) -> bytes:
        """Return this delivery's mail: To, Message-ID and Date, then the message with its values."""
        try:
            rest = [piece if isinstance(piece, bytes) else piece(delivery.tokens) for piece in self._pieces]
        except KeyError as missing:
            raise BadMessageError(f"Delivery {delivery.pk} has no value for {missing}.") from None
        own = (
            header_line("To", delivery.address),
            header_line("Message-ID", f"<{delivery.mail_id}>"),
            header_line("Date", format_datetime(timezone.localtime())),
        )
        return b"".join((*own, *rest))


def _headers(message: Message, dispatch: Dispatch) -> list[Piece]:
    lines: list[Piece] = [mailbox_line("From", message.sender)]
    if dispatch.reply_to:
        lines.append(mailbox_line("Reply-To", dispatch.reply_to))
    named = {"Subject": message.subject} | HEADERS_BY_KIND[dispatch.kind] | message.headers
    lines += [_header(name, value) for name, value in named.items()]
    return [*lines, b"MIME-Version: 1.0\r\n"]


def _header(name: str, value: str) -> Piece:
    parts = split(value)
    if len(parts) == 1:
        return header_line(name, value)
    # Values in List-… headers stand inside an address in angle brackets (RFC 2369), elsewhere in free text.
    written = _in_address if name.startswith("List-") else str

    def line(values: Values) -> bytes:
        filled = (written(_one_line(values[part])) if odd else part for odd, part in _alternating(parts))
        return header_line(name, "".join(filled))

    return line


def _in_address(value: str) -> str:
    return quote(value, safe=":/?#@!$&'()*+;=%~")


def _body(message: Message) -> list[Piece]:
    text = _part("plain", message.text, str)
    if not message.html:
        return [*text, b"\r\n"]
    # "=_" never occurs in quoted-printable, so no words can imitate the boundary (RFC 2045, 6.7).
    boundary = f"=_{message.sha256[:32]}"
    opening = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'.encode()
    between, closing = f"\r\n--{boundary}\r\n".encode(), f"\r\n--{boundary}--\r\n".encode()
    return [opening, *text, between, *_part("html", message.html, escape), closing]


def _part(subtype: str, words: str, escaped: Callable[[str], str]) -> list[Piece]:
    pieces: list[Piece] = [
        f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'.encode()
    ]
    for odd, part in _alternating(split(words)):
        pieces.append(_hole(part, escaped) if odd else _quoted(part))
    # The last piece ends the part; what follows brings its own line break.
    last = pieces.pop()
    return [*pieces, last.removesuffix(b"=\r\n") if isinstance(last, bytes) else last]


def _hole(name: str, escaped: Callable[[str], str]) -> Callable[[Values], bytes]:
    return lambda values: _quoted(escaped(_one_line(values[name])))


def _one_line(value: str) -> str:
    return _CONTROLS.sub(" ", value)


def _quoted(words: str) -> bytes:
    """Encode words so that any other piece may follow: at the end the line is fresh, or softly broken."""
    encoded = b2a_qp(words.encode(), istext=True).replace(b"\n", b"\r\n")
    return encoded if not encoded or encoded.endswith(b"\r\n") else encoded + b"=\r\n"


def _alternating(parts: list[str]) -> list[tuple[bool, str]]:
    return [(bool(number % 2), part) for number, part in enumerate(parts)]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring bytes, so that a reader's mail is put together from few pieces."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
