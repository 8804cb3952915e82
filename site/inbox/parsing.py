"""Reads the headers and parts of a mail from its bytes: whatever they are, something comes out, in bounded time."""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

# More parts or headers than any person's mail has: the parser's time grows with their product.
MOST_BOUNDARIES, MOST_RULES, MOST_PARTS = 60, 20_000, 100
LONGEST_HEADERS, LONGEST_VALUE = 200_000, 4_000
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[a-z0-9.-]{1,189}", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
Parsed = Message


def headers_of(raw: bytes) -> Parsed:
    """Return the mail's headers, at most so many bytes of them."""
    end = _END_OF_HEADERS.search(raw[:LONGEST_HEADERS])
    head = raw[: end.start() if end else LONGEST_HEADERS]
    return BytesHeaderParser(policy=policy.compat32).parsebytes(head + b"\n\n")


def parts_of(raw: bytes) -> Iterator[Parsed]:
    """Yield the parts that hold something, outermost first; none for bytes that are built to keep us busy."""
    if raw.lower().count(b"boundary") > MOST_BOUNDARIES or raw.count(b"\n--") > MOST_RULES:
        return
    try:
        mail = message_from_bytes(raw, policy=policy.compat32)
        for number, part in enumerate(mail.walk()):
            if number == MOST_PARTS:
                return
            if not part.is_multipart():
                yield part
    except (RecursionError, ValueError, LookupError):
        return


def values(headers: Parsed, name: str) -> list[str]:
    """Return every line of this header as plain text on one line, topmost first."""
    return [_decoded(str(value)) for value in headers.get_all(name, [])[:50]]


def value(headers: Parsed, name: str) -> str:
    """Return the topmost line of this header, or ""."""
    return next(iter(values(headers, name)), "")


def addresses(headers: Parsed, *names: str) -> list[str]:
    """Return the addresses in these headers, in small letters, in the order of the names."""
    found: list[str] = []
    for name in names:
        # Decoding comes after: a display name may hold what looks like an address.
        lines = [_CONTROLS.sub(" ", str(line))[:LONGEST_VALUE] for line in headers.get_all(name, [])[:20]]
        try:
            found += [address.strip().lower() for _name, address in getaddresses(lines)]
        except (RecursionError, ValueError, IndexError):  # brackets in brackets
            continue
    return [address for address in found if len(address) <= 254 and _ADDRESS.fullmatch(address)]


def sender_of(headers: Parsed) -> str:
    """Return the one address in From; "" when there is none, or more than one to choose from."""
    if len(headers.get_all("From", [])) != 1:
        return ""
    found = addresses(headers, "From")
    return found[0] if len(found) == 1 else ""


def message_id_of(headers: Parsed, raw: bytes) -> str:
    """Return what names the mail: its Message-ID, or a hash of its bytes where it has none to speak of."""
    written = value(headers, "Message-ID").strip().strip("<>").strip()
    return written if 0 < len(written) <= 200 else f"sha256:{hashlib.sha256(raw).hexdigest()}"


def text_of(part: Parsed) -> str:
    """Return a part's text; what its character set does not know is marked."""
    content = content_of(part)
    try:
        return content.decode(part.get_content_charset("utf-8") or "utf-8", "replace")
    except (LookupError, ValueError, UnicodeError):
        return content.decode("utf-8", "replace")


def content_of(part: Parsed) -> bytes:
    """Return a part's bytes."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, IndexError):
        return b""
    return content if isinstance(content, bytes) else b""


def file_name_of(part: Parsed) -> str:
    """Return the name that a part gives itself, without folders, or ""."""
    try:
        written = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return ""
    return re.split(r"[/\\]", _decoded(written))[-1][:200]


def one_line(text: str) -> str:
    """Return text without controls and line ends."""
    return _CONTROLS.sub(" ", text).strip()


def _decoded(written: str) -> str:
    written = written[:LONGEST_VALUE]
    try:
        text = str(make_header(decode_header(written)))
    except (ValueError, LookupError, AssertionError):
        text = written
    return one_line(text)
