"""Making a new topic of some comments of another; a line stays where each of them stood, and leads on."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contracts.announcing import announce
from forum.errors import NotAllowedError
from forum.keys import comment_key, topic_key
from forum.locking import lock_topics
from forum.merging import first_answer
from forum.models import Comment, Follow, Notice, Reading, Topic, TopicGuest
from forum.models.comments import CommentQuerySet
from forum.permissions import require_animator
from forum.records import record
from members.models import Member

# More than this in one form is another conversation anyway; the line that stays costs four statements each.
MOST = 100


@transaction.atomic
def split_topic(topic: Topic, *, chosen: Iterable[int], title: str, by: Member) -> Topic:
    """Make a new topic of these comments (primary keys), in their order, in the same room; return it.

    Its opening comment is the first of them, its author that one's. The topic's own opening comment, removed ones and
    lines that lead on already stay. Who follows, has read or is a guest here does so there. Raises NotAllowedError.
    """
    require_animator(topic.room, by)
    (source,) = lock_topics(topic)
    moving = list(movable_comments(source).filter(id__in=list(chosen)).select_related("user"))
    if not moving or len(moving) > MOST or source.merged_into_id:
        raise NotAllowedError
    places = {comment.pk: comment.position for comment in moving}
    new = _open(source, moving, title=title)
    _move(moving, new)
    _leave_lines(source, moving, places)
    _carry_people(source, new, places=sorted(places.values()))
    _carry_notices(source, new, moved=set(places))
    _go_on(source, new, moved=set(places))
    record(source, "split_topic", by=by, into=new.pk)
    announce(topic_key(source), topic_key(new), *(f"comment:{pk}" for pk in places), *map(comment_key, moving))
    return new


def movable_comments(topic: Topic) -> CommentQuerySet:
    """Return what can go elsewhere, in order: standing comments, but never the opening one."""
    return Comment.objects.standing().filter(topic=topic, position__gt=1).order_by("position")


def _open(source: Topic, moving: list[Comment], *, title: str) -> Topic:
    first, last = moving[0], moving[-1]
    return Topic.objects.create(
        room=source.room,
        title=title,
        language=first.language,
        author=first.user,
        is_anonymous=bool(first.anonymous_as),
        created_at=first.submit_date,
        last_position=len(moving),
        last_activity_at=max(comment.submit_date for comment in moving),
        last_author=last.author,
    )


def _move(moving: list[Comment], new: Topic) -> None:
    """Give the comments their new places. An answer to what stays behind becomes a comment of its own."""
    going = {comment.pk: comment for comment in moving}
    for position, comment in enumerate(moving, start=1):
        comment.topic, comment.position, comment.object_pk = new, position, str(new.pk)
        asked = going.get(comment.answer_to_id or 0)
        comment.answer_to = asked
        comment.level = 1 if asked else 0
        comment.thread_id = comment.parent_id = asked.thread_id if asked else comment.pk
    Comment.objects.bulk_update(
        moving, ["topic", "position", "object_pk", "answer_to", "level", "thread_id", "parent_id"]
    )


def _leave_lines(source: Topic, moving: list[Comment], places: dict[int, int]) -> None:
    """Keep each place with a line that leads on; what stays and answered it answers that line."""
    now = timezone.now()
    for comment in moving:
        line = Comment(
            topic=source,
            position=places[comment.pk],
            language=comment.language,
            submit_date=comment.submit_date,
            is_removed=True,
            removed_at=now,
            moved_to=comment,
            content_object=source,
            site_id=settings.SITE_ID,
        )
        line.save()
        Comment.objects.filter(topic=source, answer_to=comment).update(answer_to=line)


def _carry_people(source: Topic, new: Topic, *, places: list[int]) -> None:
    """Who follows, has read or is a guest here does so there: they are words that she knew of."""
    readings = Reading.objects.filter(topic=source).only("member_id", "position")
    Reading.objects.bulk_create(
        Reading(member_id=mark.member_id, topic=new, position=sum(place <= mark.position for place in places))
        for mark in readings
    )
    follows = Follow.objects.filter(topic=source)
    Follow.objects.bulk_create(Follow(member_id=row.member_id, topic=new, level=row.level) for row in follows)
    TopicGuest.objects.bulk_create(
        TopicGuest(topic=new, member_id=guest.member_id, until=guest.until, invited_by_id=guest.invited_by_id)
        for guest in source.guests.current()
    )


def _carry_notices(source: Topic, new: Topic, *, moved: set[int]) -> None:
    unseen = Notice.objects.unseen().filter(about=topic_key(source), comment__in=moved)
    unseen.update(about=topic_key(new), topic=new)


def _go_on(source: Topic, new: Topic, *, moved: set[int]) -> None:
    if source.helpful_answer_id in moved:
        source.helpful_answer = None
    source.first_answer_at, new.first_answer_at = first_answer(source), first_answer(new)
    for topic in (source, new):
        topic.save(update_fields=["first_answer_at", "helpful_answer"])
