"""Mail that comes in: the address for answers, and the way it arrives (a provider's webhook, a mailbox, or a pipe)."""

import re
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.place import DEMO_ALLOWED, SITE_HOST

# What each provider signs its requests with, by anymail's name for it; the others know the secret alone.
_SIGNED = {
    "mailersend": "MAILERSEND_INBOUND_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "postal": "POSTAL_WEBHOOK_KEY",
}
_PROVIDERS = ("mailersend", "mailgun", "mailjet", "postal", "postmark", "sendgrid", "sparkpost")

# Answers come to name+<token>@domain. Empty: no answers by mail.
INBOUND_ADDRESS = env.text("INBOUND_ADDRESS", f"reply@{SITE_HOST}" if DEMO_ALLOWED else "").lower()
if INBOUND_ADDRESS and not re.fullmatch(r"[a-z0-9._-]{1,20}@[a-z0-9.-]{1,180}", INBOUND_ADDRESS):
    raise ImproperlyConfigured(
        f"INBOUND_ADDRESS must be an e-mail address with at most 20 characters before the @, not {INBOUND_ADDRESS!r}."
    )
# The name under which our own mail server writes Authentication-Results. Empty: every answer waits for a click.
INBOUND_AUTHSERV = env.text("INBOUND_AUTHSERV", "").lower()

_mailbox = env.address("INBOUND_URL", "file:", schemes=("imaps", "imap+tls", "imap", "file"))
INBOUND_MAILBOX = {
    "scheme": "" if _mailbox.scheme == "file" else _mailbox.scheme,
    "host": _mailbox.hostname or "",
    "port": _mailbox.port or (993 if _mailbox.scheme == "imaps" else 143),
    "user": unquote(_mailbox.username or ""),
    "password": unquote(_mailbox.password or ""),
    "folder": unquote(_mailbox.path.strip("/")) or "INBOX",
    "kept": env.text("INBOUND_KEPT_FOLDER", "Parvis"),
    "timeout": 15,
}

INBOUND_PROVIDER = env.text("INBOUND_PROVIDER", "").lower()
_secret, _signing_key = env.text("INBOUND_SECRET", ""), env.text("INBOUND_SIGNING_KEY", "")
ANYMAIL: dict[str, object] = {}
if INBOUND_PROVIDER:
    if INBOUND_PROVIDER not in _PROVIDERS:
        raise ImproperlyConfigured(f"INBOUND_PROVIDER must be one of {', '.join(_PROVIDERS)}.")
    if not re.fullmatch(r"[^:\s]+:\S{16,}", _secret):
        raise ImproperlyConfigured("INBOUND_SECRET must be name:password, with 16 characters or more after the colon.")
    if INBOUND_PROVIDER in _SIGNED and not _signing_key:
        raise ImproperlyConfigured(f"INBOUND_SIGNING_KEY must be set: {INBOUND_PROVIDER} signs what it brings.")
    ANYMAIL = {"WEBHOOK_SECRET": _secret}
    if INBOUND_PROVIDER in _SIGNED:
        ANYMAIL[_SIGNED[INBOUND_PROVIDER]] = _signing_key
