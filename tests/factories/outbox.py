"""Messages, dispatches and deliveries for tests."""

from itertools import count
from typing import Any

from outbox.models import Delivery, Dispatch, Message
from outbox.writing import deliver, open_dispatch, write_message

_number = count(1)


def make_message(**fields: Any) -> Message:
    """A short message with an HTML part and no tokens."""
    number = next(_number)
    fields = {
        "subject": f"Lettre {number}",
        "html": f"<p>Bonjour {number}</p>",
        "text": f"Bonjour {number}",
        "language": "fr",
        "sender": "Réseau Parvis <lettre@parvis.example>",
    } | fields
    return write_message(**fields)


def make_dispatch(**fields: Any) -> Dispatch:
    """An open dispatch of an issue."""
    fields = {
        "kind": Dispatch.Kind.ISSUE,
        "key": f"issue:{next(_number)}",
    } | fields
    dispatch, _created = open_dispatch(**fields)
    return dispatch


def make_delivery(dispatch: Dispatch | None = None, **fields: Any) -> Delivery:
    """A waiting delivery to an address of its own."""
    dispatch = dispatch or make_dispatch()
    fields = {"address": f"reader-{next(_number)}@example.org", "language": "fr"} | fields
    fields.setdefault("message", make_message())
    delivery = deliver(dispatch, **fields)
    assert delivery
    return delivery
