"""Marking the answer that helped whoever asked a question."""

from django.db import transaction

from forum.errors import NotAllowedError
from forum.models import Comment, Topic
from forum.permissions import require_steward
from members.models import Member


@transaction.atomic
def mark_helpful(comment: Comment, *, by: Member) -> None:
    """Mark an answer as the one that helped, instead of another if there was one.

    Raises NotAllowedError: to anybody but the question's author and animators, and for what is no standing answer.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("room").get(pk=comment.topic_id)
    require_steward(topic, by)
    if topic.kind != Topic.Kind.QUESTION or comment.is_opening or comment.removed_at:
        raise NotAllowedError
    Topic.objects.filter(pk=topic.pk).update(helpful_answer=comment)


@transaction.atomic
def unmark_helpful(comment: Comment, *, by: Member) -> None:
    """Take the mark away again. Raises NotAllowedError."""
    require_steward(comment.topic, by)
    Topic.objects.filter(pk=comment.topic_id, helpful_answer=comment).update(helpful_answer=None)
