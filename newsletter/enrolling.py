"""Enrols a group's members in their publication, on its recorded legal basis."""

from django.utils import timezone

from members.models import Member
from newsletter.consent import record_consent
from newsletter.models import ConsentEvent, Publication, Subscriber, Subscription
from outbox.addresses import address_key, normalise


def enrol_group(publication: Publication) -> int:
    """Give each approved member of the group a subscription, and end those who left it; who unsubscribed stays out."""
    belonging = Member.objects.filter(
        group_memberships__group=publication.group, state=Member.State.APPROVED
    ).distinct()
    subscriptions = publication.subscriptions.filter(state=Subscription.State.CONFIRMED)
    subscriptions.exclude(subscriber__member__in=belonging).update(
        state=Subscription.State.ENDED, ended_at=timezone.now()
    )
    missing = belonging.exclude(subscriber__subscriptions__publication=publication)
    for member in missing:
        _enrol(member, publication=publication)
    return len(missing)


def _enrol(member: Member, *, publication: Publication) -> None:
    address = normalise(member.email)
    subscriber, _created = Subscriber.objects.get_or_create(
        address_normal=address,
        defaults={"address": member.email, "address_key": address_key(address), "language": member.language},
    )
    if subscriber.member_id is None:
        subscriber.member = member
        subscriber.save(update_fields=["member"])
    Subscription.objects.get_or_create(
        subscriber=subscriber,
        publication=publication,
        defaults={"state": Subscription.State.CONFIRMED, "confirmed_at": timezone.now()},
    )
    record_consent(
        subscriber,
        publication=publication,
        what=ConsentEvent.What.ENROLLED,
        wording=str(publication.get_legal_basis_display()),
        source="group",
    )
