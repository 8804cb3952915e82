"""The two mails of subscribing: the link that confirms, and the answer to who is subscribed already."""

import uuid
from collections.abc import Collection

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from interface.network import network_of_mail
from newsletter.letter import absolute
from newsletter.limits import within_limit
from newsletter.models import Publication, Subscriber
from newsletter.rendering import note_html
from outbox import writing

# However often a form is filled in with somebody's address, her mailbox stays quiet.
MAILS_PER_DAY = 3


def send_confirmation(subscriber: Subscriber, *, publications: Collection[Publication]) -> None:
    """Send the link that confirms; reading it, or a scanner's visit, confirms nothing."""
    with translation.override(subscriber.language):
        names = _listed(publications)
        _send(
            subscriber,
            subject=_("Please confirm your subscription"),
            sentences=[
                _("You, or somebody else with your address, asked for %(names)s.") % {"names": names},
                _("Confirm it with the button, and you get the next issue."),
            ],
            button=_("Confirm my subscription"),
            url=absolute(reverse("confirm_subscription", args=[subscriber.token])),
            after=_("If it was not you, do nothing: you will get no other mail from us."),
        )


def send_reminder(subscriber: Subscriber, *, publications: Collection[Publication]) -> None:
    """Tell who asks again that the subscription stands."""
    with translation.override(subscriber.language):
        _send(
            subscriber,
            subject=_("You are subscribed already"),
            sentences=[_("You already get %(names)s at this address.") % {"names": _listed(publications)}],
            button=_("See or change my preferences"),
            url=absolute(reverse("subscription", args=[subscriber.token])),
            after=_("If it was not you who asked, do nothing: nothing has changed."),
        )


def _listed(publications: Collection[Publication]) -> str:
    return ", ".join(_("“%(name)s”") % {"name": publication.name} for publication in publications)


def _send(subscriber: Subscriber, *, subject: str, sentences: list[str], button: str, url: str, after: str) -> None:
    if not within_limit("confirmation", subscriber.address_key, most=MAILS_PER_DAY, seconds=86400):
        return
    network = network_of_mail()
    language = subscriber.language
    words: dict[str, object] = {
        "subject": subject,
        "sentences": sentences,
        "button": button,
        "url": url,
        "after": after,
        "network": network.name,
        "postal_address": network.postal_address,
        "language": language,
    }
    message = writing.write_message(
        subject=subject, html=note_html(words, language=language), text=_text(words), language=language
    )
    dispatch, _new = writing.open_dispatch(kind="account", key=f"subscribe:{uuid.uuid4()}")
    writing.deliver(
        dispatch,
        message=message,
        address=subscriber.address,
        language=language,
        recipient_key=f"subscriber:{subscriber.pk}",
    )


def _text(words: dict[str, object]) -> str:
    sentences = "\n".join(str(sentence) for sentence in words["sentences"])  # type: ignore[attr-defined]  # a list
    foot = f"-- \n{words['network']}\n{words['postal_address']}".strip()
    button = _("%(what)s:") % {"what": words["button"]}  # French has a space before the colon
    return f"{sentences}\n\n{button}\n{words['url']}\n\n{words['after']}\n\n{foot}\n"
