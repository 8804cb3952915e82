"""Reads a pasted list of addresses: one per line, bare or as “Name <address>”, as mail programs copy them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outbox.addresses import normalise
from outbox.errors import BadAddressError

# More people than any network of this kind invites on one day; above it is a mistake in pasting.
MOST = 500
_NAMED = re.compile(r"(?P<name>.*?)\s*<(?P<address>[^<>]*)>")
_MAX_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the list. `address` is empty where no mail can be sent to what was written."""

    written: str
    name: str = ""
    address: str = ""


def read_addresses(text: str) -> list[Entry]:
    """Return the entries in their order; a line with several addresses, set apart by “;” or “,”, gives several."""
    return [_entry(written) for written in _entries(text)]


def _entries(text: str) -> Iterator[str]:
    for line in text.splitlines():
        parts = re.split(r"[;,]", line) if line.count("@") > 1 else [line]
        yield from filter(None, (part.strip(" \t\u00a0;,") for part in parts))


def _entry(written: str) -> Entry:
    found = _NAMED.fullmatch(written)
    name = " ".join(found["name"].strip("\"'“”«» ").split())[:_MAX_NAME] if found else ""
    try:
        address = normalise(found["address"] if found else written.removeprefix("mailto:"))
    except BadAddressError:
        return Entry(written=written)
    return Entry(written=written, name=name, address=address)
