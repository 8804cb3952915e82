"""Moving a topic to another room: who gains and who loses access is looked at first, and it can be moved back."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from contracts.announcing import announce
from forum.errors import NotAllowedError
from forum.keys import comment_key, release_key, topic_key
from forum.losing import forget_topic
from forum.models import Comment, Follow, Notice, Room, Topic
from forum.permissions import may_animate
from forum.readers import readers_of
from forum.records import record
from forum.telling import tell
from members.models import Member


@dataclass(frozen=True, kw_only=True)
class Effects:
    """Who could read a topic in another room and cannot now, and the other way round."""

    gaining: "QuerySet[Member]"
    losing: "QuerySet[Member]"
    losing_authors: "QuerySet[Member]"

    @property
    def mark(self) -> str:
        """What a page that shows these effects sends along, so that others than those shown are never brought about."""
        return "-".join(str(len(rows)) for rows in (self.gaining, self.losing))


def targets_of(topic: Topic, *, by: Member) -> "QuerySet[Room]":
    """Return the rooms into which this person may move the topic.

    Where she animates its room: any other that she may write in. Where it was moved away from a room that she
    animates, and she may still read it: back there.
    """
    others = Room.objects.visible_to(by).exclude(pk=topic.room_id)
    if may_animate(topic.room, by):
        return others
    if topic.moved_from_id is None or not Topic.objects.visible_to(by).filter(pk=topic.pk).exists():
        return others.none()
    return others.filter(pk=topic.moved_from_id).filter(pk__in=Room.objects.animated_by(by).values("pk"))


def effects_of(topic: Topic, *, to: Room) -> Effects:
    """Return who would gain and who would lose access; two lists of people, by name."""
    there = copy(topic)
    there.room = to
    before, after = readers_of(topic), readers_of(there)
    losing = before.exclude(pk__in=after.values("pk")).select_related("organisation").order_by("name", "pk")
    authors = Comment.objects.filter(topic=topic).order_by().values("user")
    return Effects(
        gaining=after.exclude(pk__in=before.values("pk")).select_related("organisation").order_by("name", "pk"),
        losing=losing,
        losing_authors=losing.filter(pk__in=authors),
    )


@transaction.atomic
def move_topic(topic: Topic, *, to: Room, by: Member) -> None:
    """Move a topic with all that is said in it. Whoever loses it hears no more of it. Raises NotAllowedError.

    It stands like any other in its new room: what was pinned or put forward was so by the other room's animators.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("room").get(pk=topic.pk)
    if not targets_of(topic, by=by).filter(pk=to.pk).exists():
        raise NotAllowedError
    losing = list(effects_of(topic, to=to).losing)
    source, topic.moved_from, topic.room = topic.room, topic.room, to
    topic.pinned, topic.featured_at = False, None
    topic.save(update_fields=["room", "moved_from", "pinned", "featured_at"])
    Notice.objects.filter(topic=topic, room=source).update(room=to)
    forget_topic(topic, members=losing)
    record(topic, "move_topic", by=by, source=source.pk, target=to.pk)
    _tell(topic, by=by)
    comments, releases = topic.comments.filter(position__gt=1), topic.releases.all()
    announce(topic_key(topic), *map(comment_key, comments), *map(release_key, releases))


def _tell(topic: Topic, *, by: Member) -> None:
    """Tell those who wrote in it or follow it, and can still read it, where it is now."""
    wrote = Comment.objects.filter(topic=topic).order_by().values("user")
    follow = Follow.objects.filter(topic=topic, level=Follow.Level.FOLLOW).order_by().values("member")
    concerned = readers_of(topic).filter(Q(pk__in=wrote) | Q(pk__in=follow)).exclude(pk=by.pk)
    muted = Follow.objects.filter(topic=topic, level=Follow.Level.MUTE).order_by().values("member")
    where: dict[str, Any] = {"about": topic_key(topic), "room": topic.room, "topic": topic}
    tell(concerned.exclude(pk__in=muted), reason=Notice.Reason.MOVED, by=by, **where)
