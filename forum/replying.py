"""The address to which a member answers a mail about a topic: signed, hers alone, and good for 30 days."""

import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from forum.models import Topic
from members.models import Member

GOOD_FOR = timedelta(days=30)
# 12 bytes say for whom, about what, since when; 13 bytes prove that we wrote it. In base 32 that is 40 characters,
# which no mail program spoils by changing their case, and “name+” before them fits into the 64 of RFC 5321.
_NUMBER, _DAY, _PROOF = 5, 2, 13
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class ReplyAddress:
    """What an address says, once its signature is checked."""

    member: int
    topic: int
    since: datetime

    def is_good(self, at: datetime) -> bool:
        """Whether it may still be written to at this moment."""
        return at - self.since <= GOOD_FOR + timedelta(days=1)


def reply_address(member: Member, topic: Topic) -> str:
    """Return the address for this member's answers to this topic; empty: answers by mail are not taken."""
    if not settings.INBOUND_ADDRESS:
        return ""
    day = (timezone.now() - _EPOCH).days
    said = member.pk.to_bytes(_NUMBER) + topic.pk.to_bytes(_NUMBER) + day.to_bytes(_DAY)
    name, _at, domain = settings.INBOUND_ADDRESS.partition("@")
    return f"{name}+{b32encode(said + _proof(said)).decode().lower()}@{domain}"


def is_reply_address(address: str) -> bool:
    """Tell whether this is meant as such an address, by its form alone."""
    return bool(settings.INBOUND_ADDRESS) and _token(address) is not None


def read_address(address: str) -> ReplyAddress | None:
    """Return what an address says, or None when we did not write it."""
    token = _token(address) or ""
    if not re.fullmatch(r"[a-z2-7]{40}", token):
        return None
    content = b32decode(token.upper())
    said, proof = content[:-_PROOF], content[-_PROOF:]
    if not constant_time_compare(proof, _proof(said)):
        return None
    return ReplyAddress(
        member=int.from_bytes(said[:_NUMBER]),
        topic=int.from_bytes(said[_NUMBER : 2 * _NUMBER]),
        since=_EPOCH + timedelta(days=int.from_bytes(said[2 * _NUMBER :])),
    )


def _token(address: str) -> str | None:
    name, _at, domain = settings.INBOUND_ADDRESS.partition("@")
    local, _at, at = address.strip().lower().rpartition("@")
    return local.removeprefix(f"{name}+") if at == domain and local.startswith(f"{name}+") else None


def _proof(said: bytes) -> bytes:
    return salted_hmac("forum.replying", said, algorithm="sha256").digest()[:_PROOF]
