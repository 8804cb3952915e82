"""Turns comments that nobody was told of into notices: after the request that wrote them, and at most once each."""

import logging
from collections import defaultdict

from django.db import connection, transaction

from forum.following import Wishes
from forum.models import Comment, Reading, RoomReading, Topic, Untold
from forum.readers import readers_of
from forum.telling import settle, tell
from members.models import Member

logger = logging.getLogger(__name__)

# So many comments in one go; the rest is for the next look.
BATCH = 100


def wait_to_tell(comment: Comment) -> None:
    """Remember, in the transaction that writes a comment, that nobody was told of it; a worker looks afterwards."""
    Untold.objects.create(comment=comment)
    if not any(waiting[1] is _enqueue for waiting in connection.run_on_commit):
        transaction.on_commit(_enqueue, robust=True)


def tell_untold() -> int:
    """Tell of what waits, the oldest first; return of how many comments. Any number of workers may do so at once."""
    waiting = list(Untold.objects.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(_safely(pk) for pk in waiting)


@transaction.atomic
def tell_of(untold_pk: int) -> bool:
    """Write the notices of one comment and strike it off the list, together; False when another worker has done so.

    The author is never told, nor who has read the comment already, nor who may not read it.
    """
    line = Untold.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    untold = line.filter(pk=untold_pk).first()
    if untold is None:
        return False
    comment = Comment.objects.select_related("topic__room", "answer_to", "user").get(pk=untold.comment_id)
    if comment.removed_at is None:
        _tell(comment)
        _settle_question(comment)
    untold.delete()
    return True


def _tell(comment: Comment) -> None:
    topic = comment.topic
    by_reason: dict[str, list[Member]] = defaultdict(list)
    wishes = Wishes.about(comment)
    done = _have_read(comment) | {comment.user_id}
    for member in readers_of(topic).filter(pk__in=wishes.members).exclude(pk__in=done):
        if reason := wishes.reason_for(member.pk):
            by_reason[reason].append(member)
    for why, members in by_reason.items():
        tell(
            members,
            about=f"topic:{topic.pk}",
            reason=why,
            room=topic.room,
            topic=topic,
            comment=comment,
            by=None if comment.anonymous_as else comment.user,
        )


def _settle_question(comment: Comment) -> None:
    """The animators need not look for an answer any more."""
    topic = comment.topic
    if topic.kind in {Topic.Kind.QUESTION, Topic.Kind.NEED} and comment.user_id != topic.author_id:
        settle(f"unanswered:{topic.pk}")


def _have_read(comment: Comment) -> set[int]:
    read = Reading.objects.filter(topic=comment.topic, position__gte=comment.position)
    read_room = RoomReading.objects.filter(room=comment.topic.room_id, read_before__gte=comment.submit_date)
    return {*read.values_list("member_id", flat=True), *read_room.values_list("member_id", flat=True)}


def _safely(pk: int) -> bool:
    """Keep one comment that cannot be told from stopping all others; it is tried again at the next look."""
    try:
        return tell_of(pk)
    except Exception:
        logger.exception("Nobody could be told of the comment behind untold %s.", pk)
        return False


def _enqueue() -> None:
    from forum.tasks import tell_of_comments  # tasks know the verbs, not the other way round

    tell_of_comments.enqueue()
