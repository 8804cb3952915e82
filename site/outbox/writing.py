"""Writes mails as rows, in the caller's transaction: what to send, to whom, each at most once."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from interface.network import network_of_mail
from languages.names import in_language
from outbox.addresses import address_key, join_mailbox, normalise, split_mailbox
from outbox.delivering import insert_deliveries, insert_delivery
from outbox.errors import BadMessageError, DispatchCancelledError
from outbox.marks import names_in, unknown
from outbox.models import Delivery, Dispatch, Message, Suppression
from outbox.waking import wake_workers

__all__ = ["address_key", "deliver", "deliver_many", "open_dispatch", "suppress", "write_message"]

# What the outbox writes itself, in outbox.mime.
OUR_HEADERS = {
    "auto-submitted", "bcc", "cc", "date", "from", "message-id", "mime-version", "precedence", "reply-to",
    "return-path", "sender", "subject", "to", "x-auto-response-suppress",
}  # fmt: skip
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}")
# C0 and C1 controls but for tab and line feed: the C1 ones alone make Gmail cut a mail off.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_message(
    *,
    subject: str,
    html: str,
    text: str,
    language: str,
    sender: str = "",
    tokens: Iterable[str] = (),
    segments: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
) -> Message:
    """Keep these words, once: the same words again give the same row.

    `sender` is “Name <address>”, by default the site's own. `tokens` names every mark that stands in subject, html,
    text or headers. Without `html` the mail is plain text.
    Raises BadMessageError for an unknown mark, an empty text or subject, and a header that is ours or breaks its line.
    """
    fields: dict[str, Any] = {
        "sender": _mailbox(sender or default_sender(language)),
        "subject": _one_line("subject", subject),
        "html": _clean(html),
        "text": _clean(text),
        "headers": {_header_name(name): _one_line(name, value) for name, value in (headers or {}).items()},
        "segments": list(segments),
        "language": language,
    }
    if not text.strip() or len(subject) > 200:
        raise BadMessageError("A mail has a text part, and a subject of at most 200 characters.")
    fields["tokens"] = sorted(names_in(subject, html, text, *fields["headers"].values()))
    if strange := unknown(fields["tokens"], known=tokens):
        raise BadMessageError(f"Nobody gives a value for {', '.join(strange)}.")
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    kept = Message.objects.filter(sha256=digest, erased_at=None).first()
    return kept or Message.objects.create(sha256=digest, **fields)


def open_dispatch(*, kind: str, key: str, reply_to: str = "", scope: str = "") -> tuple[Dispatch, bool]:
    """Return the dispatch of this key, and whether it is new: a sending happens once however often it is asked for.

    `scope` is what a suppression may name for this dispatch beside its kind and “all”, such as “publication:2”.
    """
    return Dispatch.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "reply_to": _mailbox(reply_to or settings.MAIL_REPLY_TO),
            "scope": scope,
            "priority": Dispatch.PRIORITIES[kind],
        },
    )


@transaction.atomic
def deliver(
    dispatch: Dispatch,
    *,
    message: Message,
    address: str,
    language: str,
    recipient_key: str = "",
    tokens: Mapping[str, str] | None = None,
) -> Delivery | None:
    """Write one delivery and wake a worker when the transaction commits.

    Returns None when the dispatch has this address already, or when the address is suppressed (then a skipped
    delivery stands in the rows, so that the counts add up). Raises BadAddressError, BadMessageError and
    DispatchCancelledError.
    """
    given = dict(tokens or {})
    if missing := unknown(message.tokens, known=given):
        raise BadMessageError(f"No value for {', '.join(missing)}.")
    _reopen(dispatch)
    delivery = insert_delivery(
        dispatch,
        message=message,
        address=normalise(address),
        language=language,
        recipient_key=recipient_key,
        tokens=given,
    )
    if delivery:
        wake_workers()
    return delivery


@transaction.atomic
def deliver_many(dispatch: Dispatch, *, message: Message, recipients: "QuerySet[Any]") -> int:
    """Write a delivery for each of the recipients in one statement; return how many rows are new.

    The queryset is annotated with `address` (normalised), `address_key`, `recipient_key`, `language` and `token`,
    the text that becomes tokens["token"]. Suppressed addresses get a skipped row and are counted.
    """
    if unknown(message.tokens, known={"token"}):
        raise BadMessageError("Many deliveries at once have one token, named “token”.")
    _reopen(dispatch)
    written = insert_deliveries(dispatch, message=message, recipients=recipients)
    if written:
        wake_workers()
    return written


def suppress(address: str, *, scope: str, reason: str) -> None:
    """Send this address nothing more of the scope: “all”, a kind of dispatch, or an owner's scope.

    Mails that wait already are held to it too. “all” leaves out account mails, which a person asks for herself
    in that moment; the scope “account” stops those. Raises BadAddressError.
    """
    Suppression.objects.get_or_create(address_key=address_key(address), scope=scope, defaults={"reason": reason[:40]})


def default_sender(language: str) -> str:
    """Return the site's own From: MAIL_FROM, under the network's name in this language when it has none of its own."""
    name, address = split_mailbox(settings.MAIL_FROM)
    name = name or in_language(network_of_mail(), "name", language) or settings.WAGTAIL_SITE_NAME
    return join_mailbox(name, address)


def _mailbox(written: str) -> str:
    return join_mailbox(*split_mailbox(written))


def _reopen(dispatch: Dispatch) -> None:
    # The update also locks the row, so that no worker calls the dispatch done in this very moment.
    done_or_open = Dispatch.objects.filter(pk=dispatch.pk).exclude(state=Dispatch.State.CANCELLED)
    states = Case(When(state=Dispatch.State.DONE, then=Value(Dispatch.State.OPEN)), default="state")
    if not done_or_open.update(state=states, finished_at=None):
        raise DispatchCancelledError(dispatch.key)


def _header_name(name: str) -> str:
    if not _HEADER_NAME.fullmatch(name) or name.lower() in OUR_HEADERS or name.lower().startswith("content-"):
        raise BadMessageError(f"{name!r} is not a header that a message may bring.")
    return name


def _one_line(name: str, value: str) -> str:
    if not value.strip() or len(value.splitlines()) != 1 or _CONTROLS.search(value):
        raise BadMessageError(f"{name} must be one line of text.")
    return value.strip()


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
