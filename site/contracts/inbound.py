"""What the inbox asks the app that an incoming mail is for: is this address yours, and what becomes of the mail?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

# Why a mail was not taken; the CMS has a sentence for each (inbox.reasons).
Reason = Literal[
    "",
    "automatic",
    "bounce",
    "list",
    "unknown_address",
    "forged_address",
    "expired",
    "inactive",
    "forbidden",
    "closed",
    "empty",
    "too_large",
    "too_many",
    "unverified",
    "unreadable",
    "discarded",
    "unconfirmed",
]


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that came with a mail. Name and type are what the sender says, and prove nothing."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Mail:
    """An incoming mail, read. `number` names it for good, `message_id` is its sender's.

    `sender` is the one address in From ("" for none or several), `words` what the sender wrote herself: without
    quoted text and signature. `is_authentic`: our own mail server vouches that it comes from the sender's domain.
    Of a mail that is `too_large` only the beginning is known.
    """

    number: int
    message_id: str
    sender: str
    recipient: str
    subject: str
    words: str
    is_authentic: bool
    too_large: bool
    arrived_at: datetime
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a mail. Waiting: a person must confirm by a click that it is hers."""

    state: Literal["done", "refused", "waiting", "ignored"]
    reason: Reason = ""


class InboundRoute(Protocol):
    """One kind of address that mail may come to. `name` is constant, at most 40 characters."""

    name: str

    def takes(self, recipient: str) -> bool:
        """Tell whether this address is of this kind, by its form alone."""
        ...

    def handle(self, mail: Mail) -> Outcome:
        """Do what the mail asks for. May be called again for the same mail, and then gives the same."""
        ...

    def readable(self, recipients: Iterable[str], reader: Any) -> set[str]:
        """Return those of these addresses whose mails this person may read. A number of queries that does not grow."""
        ...
