"""What stands at the head of a room: topics that its animators put forward."""

from django.db.models import OuterRef, Subquery

from forum.models import Comment, Room, Topic
from forum.models.topics import TopicQuerySet
from members.models import Member

MOST = 3


def featured_topics(room: Room, *, reader: Member) -> TopicQuerySet:
    """Return the topics put forward last, each with its `opening_words` and the reader's marks."""
    opening = Comment.objects.filter(topic=OuterRef("pk"), position=1).values("comment")
    return (
        Topic.objects.visible_to(reader)
        .standing()
        .filter(room=room, featured_at__isnull=False)
        .with_marks_of(reader)
        .annotate(opening_words=Subquery(opening[:1]))
        .select_related("author")
        .order_by("-featured_at")[:MOST]
    )
