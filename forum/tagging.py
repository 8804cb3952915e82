"""Giving a topic its keywords, from the network's own list."""

from collections.abc import Iterable

from django.db import transaction

from forum.models import Topic
from forum.permissions import require_steward
from members.models import Member
from themes.models import Tag


@transaction.atomic
def tag_topic(topic: Topic, *, by: Member, tags: Iterable[Tag]) -> None:
    """Choose a topic's tags, as its author or an animator. Raises NotAllowedError."""
    require_steward(topic, by)
    topic.tags.set(tags)
