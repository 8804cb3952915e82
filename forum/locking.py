"""The locks under which comments change and positions are given, always taken in the same order."""

from forum.errors import NotAllowedError
from forum.models import Comment, Topic


def lock_comment(comment: Comment) -> Comment:
    """Take the lock of a comment, standing or not. Raises NotAllowedError when it is gone."""
    found = Comment.objects.select_for_update(of=("self",)).select_related("topic__room").filter(pk=comment.pk).first()
    if found is None:
        raise NotAllowedError
    return found


def lock_topics(*topics: Topic) -> list[Topic]:
    """Take the locks of topics, the oldest first whatever the order asked, and return them in the order asked.

    Raises NotAllowedError when one is gone.
    """
    rows = Topic.objects.select_for_update(of=("self",)).select_related("room")
    by_key = {row.pk: row for row in rows.filter(pk__in=[topic.pk for topic in topics]).order_by("pk")}
    if len(by_key) < len(topics):
        raise NotAllowedError
    return [by_key[topic.pk] for topic in topics]
