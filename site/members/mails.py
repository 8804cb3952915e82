"""Writes the mails about accounts into the outbox, in the reader's language: a folder of subject and body each."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import translation

from interface.network import network_of_mail
from outbox.models import Dispatch
from outbox.writing import deliver, open_dispatch, write_message

if TYPE_CHECKING:
    from members.models import Member


def mail_member(member: "Member", *, about: str, key: str = "", address: str = "", **context: Any) -> None:
    """Write the mail `members/mail/<about>` to a member. The same `key` twice is written once.

    `address` overrides hers, for what an old or a new address has to be told.
    """
    mail_address(
        address or member.email,
        about=about,
        language=member.language,
        key=key,
        recipient_key=f"member:{member.pk}",
        member=member,
        **context,
    )


def mail_address(
    address: str, *, about: str, language: str, key: str = "", recipient_key: str = "", **context: Any
) -> None:
    """Write a mail to an address that may belong to nobody."""
    with translation.override(language), transaction.atomic():
        words = _words() | _addressed(context, language)
        dispatch, _created = open_dispatch(kind=Dispatch.Kind.ACCOUNT, key=key or f"account:{uuid4().hex}")
        message = write_message(
            subject=_one_line(render_to_string(f"members/mail/{about}/subject.txt", words)),
            html="",
            text=_tidy(render_to_string(f"members/mail/{about}/body.txt", words)),
            language=language,
        )
        deliver(dispatch, message=message, address=address, language=language, recipient_key=recipient_key)


def _words() -> dict[str, Any]:
    """What every mail's foot says."""
    return {"network": network_of_mail(), "site_url": settings.SITE_URL}


def _addressed(context: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Turn every `…_url` into the site's own address in the reader's language, whatever page asked for the mail."""
    return {
        name: _own_address(str(value), language) if name.endswith("_url") else value for name, value in context.items()
    }


def _own_address(url: str, language: str) -> str:
    asked_from = next((code for code, _name in settings.LANGUAGES if urlsplit(url).path.startswith(f"/{code}/")), None)
    with translation.override(asked_from or language):
        there = urlsplit(translate_url(url, language))
    own = urlsplit(settings.SITE_URL)
    return urlunsplit((own.scheme, own.netloc, there.path, there.query, there.fragment))


def _one_line(text: str) -> str:
    return _harmless(" ".join(text.split()))[:200]


def _tidy(text: str) -> str:
    """Drop the empty lines that template tags leave."""
    return _harmless(re.sub(r"\n\s*\n\s*\n", "\n\n", text.strip())) + "\n"


def _harmless(text: str) -> str:
    """Keep what people wrote themselves (a name, a reason) from being taken for one of the outbox's marks."""
    return text.replace("@@", "@ @")
