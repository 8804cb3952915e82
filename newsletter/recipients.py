"""Answers the outbox: does this person still want the issue? Asked at every claim and just before the mail leaves."""

from collections.abc import Iterable, Mapping

from newsletter.models import Issue, Subscriber, Subscription


class SubscriberCheck:
    """Checks recipients of the kind “issue”."""

    kind = "issue"

    def refused(self, dispatch_key: str, recipient_keys: Iterable[str]) -> Mapping[str, str]:
        """Return who must not get the issue any more, with the reason; two queries, however many are asked about."""
        wanted = {key: int(key.partition(":")[2]) for key in recipient_keys if key.startswith("subscriber:")}
        publication = Issue.objects.filter(pk=dispatch_key.partition(":")[2]).values("publication")
        subscriptions = Subscription.objects.filter(publication__in=publication, subscriber__in=wanted.values())
        states = {
            subscription.subscriber_id: _reason(subscription)
            for subscription in subscriptions.select_related("subscriber").only(
                "state", "paused_until", "subscriber__erased_at", "subscriber__address_normal"
            )
        }
        reasons = {key: states.get(pk, "erased") for key, pk in wanted.items()}
        return {key: reason for key, reason in reasons.items() if reason}


def _reason(subscription: Subscription) -> str:
    subscriber: Subscriber = subscription.subscriber
    if subscriber.erased_at is not None or subscriber.address_normal is None:
        return "erased"
    if subscription.state != Subscription.State.CONFIRMED:
        return "unsubscribed"
    return "paused" if subscription.is_paused else ""
