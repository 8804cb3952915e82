"""Asks the owners of a dispatch who no longer wants its mail, or may no longer read it."""

from collections.abc import Iterable, Mapping

from django.conf import settings

from contracts.loading import load
from contracts.recipients import RecipientCheck
from outbox.delivering import SUPPRESSED, scopes_of
from outbox.models import Delivery, Dispatch, Suppression


def refusals(dispatch: Dispatch, deliveries: Iterable[Delivery]) -> dict[int, str]:
    """Return why each of these deliveries must not leave, by primary key; those that may are not in it."""
    deliveries = list(deliveries)
    keys = {delivery.recipient_key for delivery in deliveries} - {""}
    refused = _refused_by_owners(dispatch, keys) if keys else {}
    suppressed = _suppressed(dispatch, deliveries)
    reasons = {
        delivery.pk: SUPPRESSED if delivery.address_key in suppressed else refused.get(delivery.recipient_key, "")
        for delivery in deliveries
    }
    return {pk: reason for pk, reason in reasons.items() if reason}


def is_suppressed(delivery: Delivery) -> bool:
    """Say whether the delivery's address was suppressed."""
    return bool(_suppressed(delivery.dispatch, [delivery]))


def refusal(delivery: Delivery) -> str:
    """Return the owners' reason against this one delivery, asked in the moment before it leaves, or ""."""
    if not delivery.recipient_key:
        return ""
    return _refused_by_owners(delivery.dispatch, {delivery.recipient_key}).get(delivery.recipient_key, "")


def _refused_by_owners(dispatch: Dispatch, keys: set[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for check in _checks(dispatch.kind):
        found |= check.refused(dispatch.key, keys)
    return found


def _checks(kind: str) -> list[RecipientCheck]:
    return [check for check in load(settings.RECIPIENT_CHECKS) if check.kind == kind]


def _suppressed(dispatch: Dispatch, deliveries: Iterable[Delivery]) -> set[str]:
    keys = [delivery.address_key for delivery in deliveries]
    scopes = scopes_of(dispatch)
    return set(Suppression.objects.filter(address_key__in=keys, scope__in=scopes).values_list("address_key", flat=True))
