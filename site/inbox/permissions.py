"""Who may look into incoming mail, and into which."""

from collections.abc import Iterable
from typing import Any

from inbox.models import Received
from inbox.storing import routes


def may_manage(user: Any) -> bool:
    """Whether she sees the report: whoever manages outgoing mail, which is the other half of the same task."""
    return bool(user.has_perm("outbox.manage_dispatch"))


def readable(mails: Iterable[Received], reader: Any) -> set[int]:
    """Return which of these mails show their words and their subject to this person.

    A mail to a closed place is that place's: whoever may not read there sees that it came, and what became of it.
    """
    mails = list(mails)
    taken: set[str] = set()
    allowed: set[str] = set()
    for route in routes():
        recipients = {mail.recipient for mail in mails if route.takes(mail.recipient)}
        taken |= recipients
        allowed |= route.readable(recipients, reader) if recipients else set()
    return {mail.pk for mail in mails if mail.recipient not in taken or mail.recipient in allowed}
