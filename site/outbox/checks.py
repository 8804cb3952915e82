"""System checks of the mail settings: what would make mail vanish, or look forged."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  Django's own name

from outbox.addresses import split_mailbox
from outbox.errors import BadAddressError

_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


def check_mail_settings(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Look at where mail goes, and from whom."""
    return [message for check in (_folder, _sender, _clear_password) for message in check()]


def check_hash_key(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Look whether suppressions would survive a new SECRET_KEY."""
    if settings.ADDRESS_HASH_KEY != settings.SECRET_KEY:
        return []
    return [
        Warning(
            "ADDRESS_HASH_KEY is not set, so addresses are hashed with SECRET_KEY.",
            hint="Give ADDRESS_HASH_KEY the present value of SECRET_KEY before that is ever changed: with another key"
            " nobody's objection to mail would be recognised any more.",
            id="outbox.W004",
        )
    ]


def _folder() -> list[CheckMessage]:
    if not settings.MAIL["folder"] or settings.DEMO_ALLOWED:
        return []
    return [
        Warning(
            "MAIL_URL is a folder: no mail leaves this machine.",
            hint="Set MAIL_URL to your mail server, like smtp+tls://name:password@mail.example.org.",
            id="outbox.W001",
        )
    ]


def _sender() -> list[CheckMessage]:
    try:
        domain = split_mailbox(settings.MAIL_FROM)[1].rpartition("@")[2]
    except BadAddressError as error:
        return [Error(f"MAIL_FROM: {error}", id="outbox.E001")]
    host = urlsplit(settings.SITE_URL).hostname or ""
    if host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}"):
        return []
    return [
        Warning(
            f"MAIL_FROM is of {domain}, but the site is {host}.",
            hint="Readers and spam filters trust mail from the site's own domain; set MAIL_FROM to an address there.",
            id="outbox.W002",
        )
    ]


def _clear_password() -> list[CheckMessage]:
    mail = settings.MAIL
    if mail["scheme"] != "smtp" or not mail["password"] or mail["host"] in _OWN_MACHINE:
        return []
    return [
        Warning(
            "MAIL_URL sends its password over an unencrypted connection.",
            hint="Write smtp+tls:// (port 587) or smtps:// (port 465) instead of smtp://.",
            id="outbox.W003",
        )
    ]
