"""Recognises what no person wrote to us: absence notes, bounces, mailing lists (RFC 3834, RFC 5230, and custom)."""

from contracts.inbound import Reason
from inbox.parsing import Parsed, sender_of, value

_MACHINES = {"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply"}
_AUTOREPLY = ("X-Autoreply", "X-Autorespond", "X-Autorepliedto", "X-Auto-Reply", "X-Mail-Autoreply")
_LISTS = ("List-Id", "List-Post", "List-Unsubscribe", "List-Help", "X-Mailing-List")


def reason_to_ignore(headers: Parsed) -> Reason:
    """Return why no person waits for what becomes of this mail, or ""."""
    if _is_bounce(headers):
        return "bounce"
    if _is_automatic(headers):
        return "automatic"
    precedence = value(headers, "Precedence").lower()
    if any(name in headers for name in _LISTS) or precedence in {"list", "bulk", "junk"}:
        return "list"
    return ""


def _is_bounce(headers: Parsed) -> bool:
    returns_to_nobody = value(headers, "Return-Path").replace(" ", "") == "<>"
    kind = value(headers, "Content-Type").lower()
    is_report = kind.startswith("multipart/report") or "X-Failed-Recipients" in headers
    return returns_to_nobody or is_report or sender_of(headers).partition("@")[0] in _MACHINES


def _is_automatic(headers: Parsed) -> bool:
    submitted = value(headers, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"} or any(name in headers for name in _AUTOREPLY):
        return True
    return value(headers, "Precedence").lower() in {"auto_reply", "auto-reply"}
