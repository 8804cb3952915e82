"""Writes header lines that nothing can break out of: folded, ASCII, other characters as RFC 2047 says."""

import re
from email.header import Header
from email.utils import formataddr

from outbox.addresses import split_mailbox
from outbox.errors import BadMessageError

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_WIDTH = 76


def header_line(name: str, value: str) -> bytes:
    """Return “Name: value” and CRLF. Raises BadMessageError for a word too long for any line (RFC 5322, 998)."""
    value = _CONTROLS.sub(" ", value)
    folded = _folded(f"{name}: {value}") if _is_plain(value) else f"{name}: {_encoded(value, name=name)}"
    if any(len(line) > 998 for line in folded.split("\r\n")):
        raise BadMessageError(f"The header {name} is too long.")
    return folded.encode("ascii") + b"\r\n"


def mailbox_line(name: str, mailbox: str) -> bytes:
    """Return a header of one mailbox, “Name <address>”, its display name quoted or encoded as needed."""
    shown, address = split_mailbox(_CONTROLS.sub(" ", mailbox))
    if _is_plain(shown):
        return header_line(name, formataddr((shown, address)))
    return f"{name}: {_encoded(shown, name=name)}\r\n <{address}>\r\n".encode("ascii")


def _is_plain(value: str) -> bool:
    return value.isascii() and "=?" not in value


def _encoded(value: str, *, name: str) -> str:
    return Header(value, "utf-8", header_name=name, maxlinelen=_WIDTH).encode(linesep="\r\n")


def _folded(line: str) -> str:
    """Break an ASCII line at spaces; addresses in it stay whole."""
    first, *words = line.split(" ")
    lines = [first]
    for word in words:
        # The first word stays beside the header's name: some readers of List-Unsubscribe look no further.
        if len(lines[-1]) + len(word) >= _WIDTH and not lines[-1].endswith(":") and word:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)
