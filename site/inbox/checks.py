"""System checks of the settings for incoming mail: what would lose answers, or believe strangers."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004  Django's own name

_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


def check_inbound_settings(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Look at how mail comes in."""
    return [message for check in (_nobody_to_answer, _clear_password) for message in check()]


def _nobody_to_answer() -> list[CheckMessage]:
    if settings.INBOUND_ADDRESS or not (settings.INBOUND_MAILBOX["scheme"] or settings.INBOUND_PROVIDER):
        return []
    return [
        Warning(
            "Mail comes in, but INBOUND_ADDRESS is empty: members are given no address to answer to.",
            hint="Set INBOUND_ADDRESS to the mailbox's address, like reply@example.org; name+anything@ must reach it.",
            id="inbox.W001",
        )
    ]


def _clear_password() -> list[CheckMessage]:
    mailbox = settings.INBOUND_MAILBOX
    if mailbox["scheme"] != "imap" or mailbox["host"] in _OWN_MACHINE:
        return []
    return [
        Warning(
            "INBOUND_URL sends its password over an unencrypted connection.",
            hint="Write imaps:// (port 993) or imap+tls:// (port 143) instead of imap://.",
            id="inbox.W002",
        )
    ]
