"""Incoming mails for tests."""

from email.message import EmailMessage
from itertools import count
from typing import Any

from inbox.handling import handle_due
from inbox.models import Received
from inbox.storing import store

_number = count(1)
PASSED = "mx.parvis.example; dmarc=pass header.from={domain}"


def make_mail(words: str = "Voici notre protocole.", **fields: Any) -> bytes:
    """A mail's bytes. `sender`, `to`, `html`, `files` {name: bytes}, `authentic`; other fields are headers."""
    sender, to = fields.pop("sender", "anne@namur.be"), fields.pop("to", "reply@parvis.example")
    html, files = fields.pop("html", ""), fields.pop("files", {})
    mail = EmailMessage()
    if fields.pop("authentic", True):
        mail["Authentication-Results"] = PASSED.format(domain=sender.rpartition("@")[2])
    mail["From"], mail["To"], mail["Subject"] = f"Anne Dupont <{sender}>", to, fields.pop("subject", "RE: Protocole")
    mail["Message-ID"] = fields.pop("message_id", f"<mail-{next(_number)}@namur.be>")
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def receive(raw: bytes | None = None, **fields: Any) -> Received:
    """Store a mail and handle it; return its row as it then stands."""
    received, _is_new = store(make_mail(**fields) if raw is None else raw)
    handle_due()
    received.refresh_from_db()
    return received
