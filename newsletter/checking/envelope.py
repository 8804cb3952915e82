"""Checks the mail around the words: structure, encoding, headers (RFC 5322, 2045, 2369, 2919, 8058)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.utils.translation import gettext as _

from newsletter.checking.findings import Finding

LIST_HEADERS = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive", "List-Help", "List-Owner")
_C1 = re.compile(r"[\x80-\x9f]")


def check_envelope(raw: bytes) -> list[Finding]:
    """Return what is wrong with a letter's final bytes, the words themselves left aside."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  # the policy's own promise
    return [*_lines(raw), *_structure(message), *_headers(message), *_list_headers(message)]


def _lines(raw: bytes) -> Iterator[Finding]:
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw) or any(len(line) > 998 for line in raw.split(b"\r\n")):
        yield _broken("lines", _("A line of the mail is too long or badly ended."))


def _structure(message: EmailMessage) -> Iterator[Finding]:
    parts = list(message.iter_parts()) if message.is_multipart() else [message]
    kinds = [part.get_content_type() for part in parts]
    if message.get_content_type() != "multipart/alternative" or kinds != ["text/plain", "text/html"]:
        yield _broken("parts", _("The mail must have a text part, then an HTML part."))
    for part in parts:
        words = part.get_content()
        if part.get_content_charset() != "utf-8" or not words.strip() or _C1.search(words):
            yield _broken("charset", _("A part of the mail is empty or not clean UTF-8."))
        if re.search(r"@@\w+@@", words):
            yield _broken("marks", _("A personal part of the mail has not been filled in."))


def _headers(message: EmailMessage) -> Iterator[Finding]:
    subject = str(message.get("Subject", ""))
    if not subject.strip() or len(subject) > 78:
        yield Finding(code="subject", sentence=_("The subject needs 1 to 78 characters."))
    if len(message.get_all("To", [])) != 1 or message["Cc"] or message["Bcc"]:
        yield _broken("to", _("The mail must go to exactly one address."))
    for name in ("Date", "From", "Reply-To", "Message-ID"):
        if not message[name]:
            yield _broken(name, _("The mail has no %(header)s.") % {"header": name})


def _list_headers(message: EmailMessage) -> Iterator[Finding]:
    for name in LIST_HEADERS:
        if not message[name]:
            yield _broken(name, _("The mail has no %(header)s.") % {"header": name})
    if not re.match(r"<https?://[^>]+>", str(message.get("List-Unsubscribe", ""))):
        yield _broken("unsubscribe-header", _("The mail cannot be unsubscribed from with one click."))
    if message.get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click":
        yield _broken("one-click", _("The mail cannot be unsubscribed from with one click."))
    if message.get("Precedence") != "bulk" or message.get("List-Post") != "NO":
        yield _broken("bulk", _("The mail does not say that it is sent to many."))


def _broken(code: str, sentence: str) -> Finding:
    return Finding(code=f"envelope-{code.lower()}", sentence=sentence)
