"""Keeps each mail that arrives as a row, before anything else happens to it."""

from django.conf import settings
from django.db import transaction

from contracts.inbound import InboundRoute
from contracts.loading import load
from inbox.authenticity import is_authentic
from inbox.models import BEGINNING, MOST_BYTES, Received
from inbox.parsing import Parsed, addresses, headers_of, message_id_of, one_line, sender_of, value
from inbox.waking import wake_workers

# Where mail servers write the address that a mail really came to, most trustworthy first.
_ENVELOPE = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To")


def store(raw: bytes, *, recipient: str = "", size: int = 0, vouched: bool = False) -> tuple[Received, bool]:
    """Keep a mail in a transaction of its own; return its row, and whether it is new: a mail comes once.

    `recipient` is what the mail server says it was for, `size` its size where `raw` is only its beginning.
    `vouched`: whoever hands it over answers for its sender.
    """
    size = max(size, len(raw))
    headers = headers_of(raw)
    written = {
        "raw": raw if size <= MOST_BYTES else raw[:BEGINNING],
        "size": size,
        "sender": sender_of(headers),
        "recipient": _recipient(headers, recipient),
        "subject": value(headers, "Subject")[:200],
        "is_authentic": vouched or is_authentic(headers),
    }
    key = one_line(message_id_of(headers, raw))
    with transaction.atomic():
        received, is_new = Received.objects.get_or_create(message_id=key, defaults=written)
        if is_new:
            wake_workers()
    return received, is_new


def route_of(recipient: str) -> InboundRoute | None:
    """Return who takes mail to this address."""
    return next((route for route in routes() if route.takes(recipient)), None)


def routes() -> list[InboundRoute]:
    """Return all who take mail."""
    return load(settings.INBOUND_ROUTES)


def _recipient(headers: Parsed, envelope: str) -> str:
    """Return the address that somebody takes; else the one that the mail names first."""
    known = [envelope.strip().lower()] if "@" in envelope else []
    known += addresses(headers, *_ENVELOPE, "To", "Cc")
    taken = (address for address in known if route_of(address))
    return next(taken, next(iter(known), ""))[:254]
