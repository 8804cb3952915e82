"""Writes mail addresses in the one form that is kept and compared, and hashes them."""

import hashlib
import hmac
import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from outbox.errors import BadAddressError

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}", re.IGNORECASE | re.ASCII)
_DOMAIN = re.compile(r"[a-z0-9.-]{1,253}")


def normalise(address: str) -> str:
    """Return the address trimmed, in lower case, its domain in ASCII (RFC 5890), a final dot dropped.

    Raises BadAddressError for what cannot be mailed, which includes local parts beyond ASCII (RFC 6531 is not
    offered by enough servers), quoted local parts, and anything that could break out of a header.
    """
    written = _in_one_form(address)
    try:
        validate_email(written)
    except ValidationError:
        raise _bad(address) from None
    return written


def address_key(address: str) -> str:
    """Return the keyed hash of the normalised address: the same for all its spellings, useless without the key.

    It outlives the address itself (erasure), so ADDRESS_HASH_KEY must never change. Raises BadAddressError.
    """
    keyed = hmac.new(settings.ADDRESS_HASH_KEY.encode(), b"address:" + normalise(address).encode(), hashlib.sha256)
    return keyed.hexdigest()


def split_mailbox(written: str) -> tuple[str, str]:
    """Return name and address of “Name <address>” or of a bare address, for senders of our own.

    Their domain may be one of a closed network, such as “localhost”. Raises BadAddressError.
    """
    name, bracket, rest = written.rpartition("<")
    if not bracket:
        return "", _in_one_form(written)
    return name.strip().strip('"').strip(), _in_one_form(rest.strip().removesuffix(">"))


def join_mailbox(name: str, address: str) -> str:
    """Return “Name <address>” as rows keep it: plain characters, quoted and encoded only in the mail itself."""
    visible = "".join(character for character in name if unicodedata.category(character) not in {"Cc", "Zl", "Zp"})
    return f"{visible} <{address}>" if visible else address


def _in_one_form(address: str) -> str:
    local, _at, domain = address.strip().rpartition("@")
    try:
        domain = domain.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _bad(address) from None
    # Characters as in RFC 5321, but no quoted local parts and no address literals.
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain) or len(local) + len(domain) > 253:
        raise _bad(address)
    return f"{local.lower()}@{domain}"


def _bad(address: str) -> BadAddressError:
    return BadAddressError(f"{address[:80]!r} is not an address that mail can be sent to.")
