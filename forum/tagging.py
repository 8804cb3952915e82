"""Giving a topic its keywords, from the network's own list, and reading them without a statement of their own."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import OuterRef
from django.utils.translation import get_language

from forum.models import Topic
from forum.models.gathered import Gathered
from forum.permissions import require_steward
from members.models import Member
from themes.models import Tag

_COLUMNS = ("id", "name_fr", "name_nl")


@transaction.atomic
def tag_topic(topic: Topic, *, by: Member, tags: Iterable[Tag]) -> None:
    """Choose a topic's tags, as its author or an animator. Raises NotAllowedError."""
    require_steward(topic, by)
    topic.tags.set(tags)


def tags_of_topic() -> Gathered:
    """Return the tags of a topic of the outer query, for `tags_from`."""
    return _gathered(topic=OuterRef(OuterRef("pk")))


def tags_used_in_room() -> Gathered:
    """Return the tags of all topics of a room of the outer query, for `tags_from`."""
    return _gathered(topic__room=OuterRef(OuterRef("pk")))


def tags_from(rows: list[list[Any]] | None) -> list[tuple[int, str]]:
    """Return gathered tags as keys and names in the active language, by name."""
    column = 2 if (get_language() or "").startswith("nl") else 1
    return sorted(((row[0], row[column]) for row in rows or []), key=lambda tag: tag[1].casefold())


def _gathered(**where: Any) -> Gathered:
    used = Topic.tags.through.objects.filter(**where).values("tag")
    return Gathered(Tag.objects.filter(pk__in=used), *_COLUMNS)
