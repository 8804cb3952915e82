"""Making one topic of two: the comments of the one become the next ones of the other."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.announcing import announce
from forum.errors import CannotMergeError
from forum.keys import comment_key, topic_key
from forum.locking import lock_topics
from forum.models import Comment, Draft, Follow, Notice, Reading, RoomReading, Summary, Topic
from forum.permissions import require_animator
from forum.readers import readers_of
from forum.records import record
from forum.telling import tell
from members.models import Member

# What a poll, a need or an offer has beside its comments could not be read any more in another topic.
MERGEABLE = (Topic.Kind.DISCUSSION, Topic.Kind.QUESTION)
AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class AccessChange:
    """Who may read what is said in a topic only afterwards, and who only before."""

    gains: list[Member]
    loses: list[Member]


def access_change(source: Topic, *, into: Topic) -> AccessChange:
    """Say whose access to the words of `source` would change."""
    before, after = readers_of(source).select_related("organisation"), readers_of(into).select_related("organisation")
    return AccessChange(
        gains=list(after.exclude(pk__in=before.values("pk")).order_by("name")),
        loses=list(before.exclude(pk__in=after.values("pk")).order_by("name")),
    )


@transaction.atomic
def merge_topics(source: Topic, *, into: Topic, by: Member) -> Topic:
    """Make the comments of `source` the next ones of `into`, in their order; its address then leads on.

    For an animator of both rooms. Permalinks, files, thanks and what was kept go with the comments; released words stay
    where they are. Raises NotAllowedError, CannotMergeError. Return the topic that goes on.
    """
    require_animator(source.room, by)
    require_animator(into.room, by)
    if source.pk == into.pk:
        raise CannotMergeError(_("A discussion cannot be merged into itself."))
    source, target = lock_topics(source, into)
    _refuse(source, target)
    offset, had_been_active = target.last_position, target.last_activity_at
    Comment.objects.filter(topic=source).carry_to(target, after=offset)
    _carry_readings(source, target, offset=offset, had_been_active=had_been_active)
    _carry_follows(source, target)
    _carry_notices(source, target)
    _carry_summary(source, target)
    _carry_drafts(source, target)
    target.tags.add(*source.tags.all())
    _go_on(source, target)
    _end(source, target, offset=offset)
    record(target, "merge_topics", by=by, merged=source.pk)
    _tell_author(source, target, by=by)
    announce(topic_key(source), topic_key(target), *map(comment_key, target.comments.filter(position__gt=offset)))
    return target


def _refuse(source: Topic, target: Topic) -> None:
    if source.merged_into_id or target.merged_into_id:
        raise CannotMergeError(_("One of these discussions has been merged in the meantime."))
    if source.kind not in MERGEABLE:
        raise CannotMergeError(_("A poll, a need or an offer cannot be merged into another discussion."))


def _carry_readings(source: Topic, target: Topic, *, offset: int, had_been_active: Any) -> None:
    """Let who had read all of the target go on where she was in the source; for others the target's mark stays."""
    marks = dict(Reading.objects.filter(topic=source).values_list("member", "position"))
    partly = Reading.objects.filter(topic=target, position__lt=offset).values("member")
    by_room = RoomReading.objects.filter(room=target.room_id, read_before__gte=had_been_active).values("member")
    up_to_date = set(Reading.objects.filter(topic=target, position__gte=offset).values_list("member", flat=True))
    up_to_date |= set(by_room.values_list("member", flat=True)) & marks.keys()
    up_to_date -= set(partly.exclude(member__in=by_room).values_list("member", flat=True))
    now = timezone.now()
    Reading.objects.bulk_create(
        (
            Reading(member_id=member, topic=target, position=offset + marks.get(member, 0), read_at=now)
            for member in up_to_date
        ),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["member", "topic"],
        update_fields=["position", "read_at"],
    )
    Reading.objects.filter(topic=source).delete()


def _carry_follows(source: Topic, target: Topic) -> None:
    """What somebody chose for the target counts; else what she chose for the source."""
    chosen = Follow.objects.filter(topic=target).values("member")
    readers = readers_of(target).values("pk")
    Follow.objects.filter(topic=source, member__in=readers).exclude(member__in=chosen).update(topic=target)
    Follow.objects.filter(topic=source).delete()


def _carry_notices(source: Topic, target: Topic) -> None:
    """One unseen notice per topic stays one; who cannot read the target is told nothing more."""
    Notice.objects.filter(topic=source).exclude(member__in=readers_of(target).values("pk")).delete()
    old, new = topic_key(source), topic_key(target)
    unseen = Notice.objects.unseen().filter(about=old)
    same = unseen.filter(member=OuterRef("member")).values("count")
    told = Notice.objects.unseen().filter(about=new, member__in=unseen.values("member"))
    both = list(told.values_list("member", flat=True))
    told.update(count=F("count") + Coalesce(Subquery(same[:1]), 0))
    unseen.filter(member__in=both).delete()
    Notice.objects.filter(about=old).update(about=new)
    Notice.objects.filter(topic=source).update(topic=target, room=target.room)


def _carry_summary(source: Topic, target: Topic) -> None:
    if not Summary.objects.filter(topic=target).exists():
        Summary.objects.filter(topic=source).update(topic=target)
    if target.helpful_answer_id is None:
        target.helpful_answer_id = source.helpful_answer_id


def _carry_drafts(source: Topic, target: Topic) -> None:
    """What somebody was writing goes on in the target, unless she is writing something there already."""
    busy = Draft.objects.filter(place=topic_key(target)).values("member")
    Draft.objects.filter(place=topic_key(source)).exclude(member__in=busy).update(place=topic_key(target))


def _go_on(source: Topic, target: Topic) -> None:
    if source.last_activity_at > target.last_activity_at:
        target.last_activity_at, target.last_author_id = source.last_activity_at, source.last_author_id
    target.last_position += source.last_position
    target.first_answer_at = first_answer(target)
    target.save(update_fields=["last_position", "last_activity_at", "last_author", "first_answer_at", "helpful_answer"])


def _end(source: Topic, target: Topic, *, offset: int) -> None:
    """Leave the source as an address that leads on; those that led to it lead further at once."""
    Topic.objects.filter(merged_into=source).update(merged_into=target, merged_at=F("merged_at") + offset)
    Topic.objects.filter(pk=source.pk).update(
        state=Topic.State.MERGED,
        merged_into=target,
        merged_at=offset + 1,
        last_position=0,
        pinned=False,
        featured_at=None,
        helpful_answer=None,
    )


def _tell_author(source: Topic, target: Topic, *, by: Member) -> None:
    author = source.author
    if author and author.pk != by.pk and readers_of(target).filter(pk=author.pk).exists():
        about = f"merged:{source.pk}"
        tell([author], about=about, reason=Notice.Reason.MOVED, room=target.room, topic=target, by=by)


def first_answer(topic: Topic) -> Any:
    """Return when somebody else than its author first wrote in a topic, never before it was opened."""
    others = Comment.objects.filter(topic=topic, position__gt=1, moved_to=None)
    if topic.author_id:
        others = others.exclude(user_id=topic.author_id)
    at = others.aggregate(at=Min("submit_date"))["at"]
    return max(at, topic.created_at) if at else None
