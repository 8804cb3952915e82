"""Which comments stand behind a notice: what its mail tells, and what must still hold when it leaves."""

from django.db.models import F, OuterRef, Q, Subquery

from forum.following import followed_comments
from forum.models import Comment, CommentVersion, Notice, Reading

# More than this in one mail is not read.
MOST = 20


def news_of(notice: Notice) -> list[Comment]:
    """Return the standing comments that a notice tells of, the oldest first; a notice of one comment has that one."""
    told = Comment.objects.visible_to(notice.member).standing().select_related("user", "organisation", "topic")
    if notice.comment_id is None:
        return []
    if notice.reason not in Notice.OF_COMMENTS:
        return list(told.filter(id=notice.comment_id))
    read = Reading.objects.filter(member=notice.member_id, topic=OuterRef("topic")).values("position")[:1]
    first = Subquery(Comment.objects.filter(id=notice.comment_id).values("position"))
    unread = told.annotate(read=Subquery(read)).filter(Q(read=None) | Q(position__gt=F("read")))
    hers = followed_comments(notice.member)
    return list(
        unread.filter(hers, topic=notice.topic_id, position__gte=first)
        .exclude(user=notice.member)
        .order_by("position")[:MOST]
    )


def has_changed(notice: Notice) -> bool:
    """Whether a comment that the written mail tells of was removed or corrected since."""
    if notice.delivery is None or notice.comment_id is None:
        return False
    since = notice.delivery.created_at
    told = Comment.objects.filter(id=notice.comment_id)
    if notice.reason in Notice.OF_COMMENTS:
        first = Subquery(Comment.objects.filter(id=notice.comment_id).values("position"))
        told = Comment.objects.filter(topic=notice.topic_id, position__gte=first, submit_date__lte=since)
    edited = CommentVersion.objects.filter(comment__in=told.values("pk"), replaced_at__gt=since)
    return told.filter(removed_at__gt=since).exists() or edited.exists()
