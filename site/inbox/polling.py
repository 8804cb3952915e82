"""Fetches mail from an IMAP mailbox: kept as a row first, then moved aside there. The only door to IMAP."""

import logging
import re
from contextlib import suppress
from time import monotonic
from typing import Any

from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from inbox.models import BEGINNING, MOST_BYTES
from inbox.storing import store

BATCH, SECONDS = 100, 60.0
_BOXES: dict[str, Any] = {"imaps": MailBox, "imap+tls": MailBoxStartTls, "imap": MailBoxUnencrypted}
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
logger = logging.getLogger(__name__)


def poll() -> int:
    """Fetch what stands in the mailbox, in bounded number and time; return how many mails that was.

    What breaks off in between leaves the mail where it is, so that it is fetched again: it is still one row.
    Raises the errors of imap_tools, imaplib and the network: the clock shows them.
    """
    place: Any = settings.INBOUND_MAILBOX
    if not place["scheme"]:
        return 0
    end = monotonic() + SECONDS
    box = _BOXES[place["scheme"]](place["host"], place["port"], timeout=place["timeout"])
    try:
        box.login(place["user"], place["password"], initial_folder=place["folder"])
        return _fetch_all(box, kept=place["kept"], end=end)
    finally:
        with suppress(Exception):  # the line may be broken; what broke it is what matters
            box.logout()
        with suppress(OSError):
            box.client.shutdown()


def _fetch_all(box: BaseMailBox, *, kept: str, end: float) -> int:
    if not (uids := box.uids()[:BATCH]):
        return 0
    if not box.folder.exists(kept):
        box.folder.create(kept)
    return sum(_fetch(box, uid, kept=kept) for uid in uids if monotonic() < end)


def _fetch(box: BaseMailBox, uid: str, *, kept: str) -> bool:
    """Store one mail and move it; one that cannot be stored must not hold up the others."""
    size = _size(box, uid)
    raw = _content(box, uid, beginning=size > MOST_BYTES)
    if not raw:  # somebody took it away meanwhile
        return False
    try:
        store(raw, size=size)
    except Exception:
        logger.exception("The mail %s of the mailbox could not be stored; it stays there.", uid)
        return False
    box.move(uid, kept)
    return True


def _size(box: BaseMailBox, uid: str) -> int:
    answer = box.client.uid("FETCH", uid, "(RFC822.SIZE)")[1]
    lines = (part if isinstance(part, bytes) else part[0] for part in answer if part)
    found = (_SIZE.search(line) for line in lines)
    return next((int(match[1]) for match in found if match), 0)


def _content(box: BaseMailBox, uid: str, *, beginning: bool) -> bytes:
    wanted = f"(BODY.PEEK[]<0.{BEGINNING}>)" if beginning else "(BODY.PEEK[])"
    answer = box.client.uid("FETCH", uid, wanted)[1]
    return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), b"")
