"""Django's mail backend: what Django, allauth and Wagtail send by themselves becomes rows like every other mail."""

import logging
from collections.abc import Sequence
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import get_language

from outbox.addresses import normalise, split_mailbox
from outbox.errors import AttachmentRefusedError, BadAddressError
from outbox.marks import without_marks
from outbox.models import Dispatch, Message
from outbox.writing import OUR_HEADERS, deliver, open_dispatch, write_message
from richtext.reading import plain

logger = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    """Writes each message as a dispatch of account mail, one delivery per recipient: nobody sees the others."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many messages were written; a worker sends them. Raises OutboxError."""
        with transaction.atomic():
            return sum(_write(message) for message in email_messages)


def _write(mail: EmailMessage) -> bool:
    if mail.attachments:
        raise AttachmentRefusedError(f"{mail.subject!r} has attachments; the outbox keeps words only.")
    recipients = _recipients(mail)
    if not recipients:
        return False
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    dispatch, _created = open_dispatch(
        kind=Dispatch.Kind.ACCOUNT,
        key=f"account:{uuid4()}",
        reply_to=mail.reply_to[0] if mail.reply_to else "",
    )
    message = _message(mail, language)
    for address in recipients:
        deliver(dispatch, message=message, address=address, language=language)
    return True


def _recipients(mail: EmailMessage) -> list[str]:
    """Return the addresses that can be mailed; one that cannot must not keep the others from their mail."""
    found = []
    for written in mail.recipients():
        try:
            found.append(normalise(split_mailbox(written)[1]))
        except BadAddressError:
            logger.warning("no mail %r to an address that cannot be mailed", mail.subject)
    return found


def _message(mail: EmailMessage, language: str) -> Message:
    body = str(mail.body)
    html = body if mail.content_subtype == "html" else ""
    for content, mimetype in getattr(mail, "alternatives", None) or ():
        html = str(content) if mimetype == "text/html" else html
    return write_message(
        sender="" if mail.from_email == settings.DEFAULT_FROM_EMAIL else mail.from_email,
        subject=without_marks(" ".join(str(mail.subject).split())[:200]),
        html=without_marks(html),
        text=without_marks(plain(body, links=True) if mail.content_subtype == "html" else body),
        language=language,
        headers={name: value for name, value in mail.extra_headers.items() if name.lower() not in OUR_HEADERS},
    )
