"""Subscribing with double opt-in, preferences, and leaving: everything an address without account can do."""

import re
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from newsletter.confirmation import send_confirmation, send_reminder
from newsletter.consent import record_consent, wording
from newsletter.models import ConsentEvent, Publication, Subscriber, Subscription
from outbox.addresses import address_key, normalise

State = Subscription.State
What = ConsentEvent.What
# As models.subscribers.new_token makes them; PostgreSQL would refuse others with an error (a null character).
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,40}")


@transaction.atomic
def ask_subscription(address: str, *, publications: Collection[Publication], language: str, source: str) -> None:
    """Note the wish and send the link that confirms it; nothing is sent to the address before.

    Who has it all already gets a mail that says so and leads to the preferences: the page itself never tells
    whether an address is known. Raises outbox.errors.BadAddressError.
    """
    subscriber = _subscriber(address, language=language)
    asked = [publication for publication in publications if _ask(subscriber, publication)]
    for publication in asked:
        words = wording([publication])
        record_consent(subscriber, publication=publication, what=What.ASKED, source=source, wording=words)
    if asked:
        send_confirmation(subscriber, publications=asked)
    elif publications:
        send_reminder(subscriber, publications=publications)


def _subscriber(address: str, *, language: str) -> Subscriber:
    normal = normalise(address)
    subscriber, _created = Subscriber.objects.get_or_create(
        address_normal=normal,
        defaults={"address": address.strip(), "address_key": address_key(normal), "language": language},
    )
    known = subscriber.subscriptions.filter(state=State.CONFIRMED).exists()
    if subscriber.language != language and not known:
        # Whoever fills in the form cannot change the language of somebody else's mails.
        subscriber.language = language
        subscriber.save(update_fields=["language"])
    return subscriber


def _ask(subscriber: Subscriber, publication: Publication) -> bool:
    """Return whether there is something to confirm."""
    subscription, created = Subscription.objects.get_or_create(subscriber=subscriber, publication=publication)
    if not created and subscription.state == State.ENDED:
        Subscription.objects.filter(pk=subscription.pk).update(state=State.ASKED, asked_at=timezone.now())
        return True
    return subscription.state == State.ASKED


@transaction.atomic
def confirm_subscriptions(subscriber: Subscriber) -> list[Subscription]:
    """Confirm all that was asked for; return these. A second click confirms nothing more and harms nothing."""
    asked = subscriber.subscriptions.select_for_update(of=("self",)).select_related("publication")
    confirmed = list(asked.filter(state=State.ASKED))
    for subscription in confirmed:
        _enter(subscription, State.CONFIRMED)
        _record(subscription, What.CONFIRMED, source="link")
    return confirmed


@transaction.atomic
def change_preferences(
    subscriber: Subscriber, *, language: str, publications: Iterable[Publication], source: str = "preferences"
) -> None:
    """Keep the language, and exactly these publications among those that the person may choose.

    Who holds the link reads the mailbox: no second confirmation is needed.
    """
    subscriber.language = language
    subscriber.save(update_fields=["language"])
    wanted = {publication.pk for publication in publications}
    for publication in choices_for(subscriber):
        subscription = subscriber.subscriptions.filter(publication=publication).first()
        if publication.pk in wanted:
            start_again(subscription or Subscription(subscriber=subscriber, publication=publication), source=source)
        elif subscription is not None:
            end_subscription(subscription, source=source)


@transaction.atomic
def start_again(subscription: Subscription, *, source: str) -> bool:
    """Confirm a subscription whose holder asks for it herself; return whether it changed."""
    if subscription.pk is not None and subscription.state == State.CONFIRMED:
        return False
    _enter(subscription, State.CONFIRMED)
    _record(subscription, What.CONFIRMED, source=source)
    return True


@transaction.atomic
def end_subscription(subscription: Subscription, *, source: str) -> bool:
    """Unsubscribe, at once; return whether it changed. Doing it again is harmless."""
    held = Subscription.objects.select_for_update(of=("self",)).select_related("publication", "subscriber")
    subscription = held.get(pk=subscription.pk)
    if subscription.state == State.ENDED:
        return False
    _enter(subscription, State.ENDED)
    _record(subscription, What.ENDED, source=source)
    return True


@transaction.atomic
def end_all(subscriber: Subscriber, *, source: str) -> None:
    """Unsubscribe from everything."""
    for subscription in subscriber.subscriptions.all():
        end_subscription(subscription, source=source)


def choices_for(subscriber: Subscriber) -> list[Publication]:
    """Return the publications that this person may choose: the open ones, and her group's that she has."""
    offered = Publication.objects.open() | Publication.objects.filter(
        active=True, subscriptions__subscriber=subscriber, group__isnull=False
    )
    return list(offered.distinct().order_by("pk"))


def find_subscription(token: str) -> Subscription | None:
    """Return the subscription whose mails carry this token; what cannot be one is not even looked for."""
    if not TOKEN.fullmatch(token):
        return None
    return Subscription.objects.select_related("subscriber", "publication").filter(token=token).first()


def find_subscriber(token: str) -> Subscriber | None:
    """Return whose link this is: a confirmation's, or that of any mail ever sent to her; erased people have none."""
    found = Subscriber.objects.filter(token=token).first() if TOKEN.fullmatch(token) else None
    if found is None and (subscription := find_subscription(token)):
        found = subscription.subscriber
    return found if found is not None and found.erased_at is None else None


def _enter(subscription: Subscription, state: Subscription.State) -> None:
    subscription.state = state
    if state == State.CONFIRMED:
        subscription.confirmed_at, subscription.ended_at = timezone.now(), None
    else:
        subscription.ended_at = timezone.now()
    subscription.save()


def _record(subscription: Subscription, what: str, *, source: str) -> None:
    words = wording([subscription.publication]) if what == What.CONFIRMED else ""
    record_consent(
        subscription.subscriber, publication=subscription.publication, what=what, source=source, wording=words
    )
