"""Needs and offers: what is looked for or can be shared, and what came of it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum.errors import NotAllowedError
from forum.models import Exchange, Topic
from forum.permissions import require_steward
from members.models import Member

if TYPE_CHECKING:
    from forum.models.topics import TopicQuerySet

KINDS = (Topic.Kind.NEED, Topic.Kind.OFFER)


@transaction.atomic
def end_exchange(topic: Topic, *, by: Member, outcome: str, words: str) -> None:
    """Say what came of it, as its author or an animator; once more changes what was said. Raises NotAllowedError."""
    require_steward(topic, by)
    if outcome not in Exchange.Outcome.values:
        raise NotAllowedError
    Exchange.objects.filter(topic=topic).update(outcome=outcome, outcome_words=words, ended_at=timezone.now())


@transaction.atomic
def resume_exchange(topic: Topic, *, by: Member, until: date | None) -> None:
    """Look for it, or offer it, again. Raises NotAllowedError."""
    require_steward(topic, by)
    Exchange.objects.filter(topic=topic).update(outcome="", outcome_words="", ended_at=None, until=until)


def open_exchanges(member: Member) -> "TopicQuerySet":
    """Return the needs and offers of her rooms that have no outcome yet and whose day is not over."""
    current = Q(exchange__until=None) | Q(exchange__until__gte=timezone.localdate())
    topics = Topic.objects.visible_to(member).filter(current, kind__in=KINDS, exchange__ended_at=None)
    return topics.exclude(state=Topic.State.MERGED)
