"""Whether our own mail server vouches for a mail's sender; the only door to authres (RFC 8601)."""

from typing import Any

import authres
from django.conf import settings

from inbox.parsing import LONGEST_VALUE, Parsed, sender_of


def is_authentic(headers: Parsed) -> bool:
    """Tell whether the sender's domain is proven: DMARC passed, or a DKIM signature or SPF of that very domain did.

    Only the topmost result that our own server (INBOUND_AUTHSERV) wrote counts: what stands below, or comes from
    others, may have been written by the sender.
    """
    domain = sender_of(headers).rpartition("@")[2]
    if not domain or not settings.INBOUND_AUTHSERV:
        return False
    results = _results(headers)
    dmarc = [result.result for result in results if result.method == "dmarc"]
    if dmarc:
        return dmarc == ["pass"] and _property(results, "dmarc", "from") == domain
    return any(result.result == "pass" and _aligned(_domain(result), domain) for result in results)


def _results(headers: Parsed) -> list[Any]:
    for line in headers.get_all("Authentication-Results", [])[:20]:
        written = " ".join(str(line).split())[:LONGEST_VALUE]
        # "server.example; spf=pass …", where the name may carry a version: "server.example 1".
        words = written.partition(";")[0].split()
        if words and words[0].lower() == settings.INBOUND_AUTHSERV:
            return _parsed(written)
    return []


def _parsed(written: str) -> list[Any]:
    try:
        return list(authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {written}").results)
    except Exception:  # a line that its own grammar refuses proves nothing
        return []


def _domain(result: Any) -> str:
    """Return the domain that a DKIM or SPF result speaks of."""
    if result.method == "dkim":
        return _property([result], "dkim", "d") or _property([result], "dkim", "i").rpartition("@")[2]
    if result.method == "spf":
        return _property([result], "spf", "mailfrom").rpartition("@")[2]
    return ""


def _property(results: list[Any], method: str, name: str) -> str:
    for result in results:
        if result.method == method:
            for entry in result.properties:
                if entry.name == name:
                    return str(entry.value).strip().strip('"').lower()
    return ""


def _aligned(proven: str, domain: str) -> bool:
    """The sender's own domain, or one above it (not a whole country's)."""
    return proven == domain or ("." in proven and domain.endswith(f".{proven}"))
