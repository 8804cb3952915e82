"""Who may do what beyond reading; reading itself is `visible_to`'s answer, and every rule here starts from it."""

from datetime import timedelta

from django.utils import timezone

from forum.errors import NotAllowedError
from forum.models import Comment, Release, Room, Topic
from members.models import Member

# An author's slips of the pen leave no trace for this long.
SILENCE = timedelta(minutes=30)


def may_animate(room: Room, member: Member) -> bool:
    """Whether she is an animator of this room now."""
    return Room.objects.animated_by(member).filter(pk=room.pk).exists()


def require_animator(room: Room, member: Member) -> None:
    """Raise NotAllowedError unless she is an animator of this room now."""
    if not may_animate(room, member):
        raise NotAllowedError


def require_reader(topic: Topic, member: Member) -> None:
    """Raise NotAllowedError unless she may read this topic now."""
    if not Topic.objects.visible_to(member).filter(pk=topic.pk).exists():
        raise NotAllowedError


def require_steward(topic: Topic, member: Member) -> None:
    """Raise NotAllowedError unless she is the topic's author and may read it, or an animator of its room."""
    if not may_release(topic, member):
        raise NotAllowedError


def may_edit(comment: Comment, member: Member) -> bool:
    """Whether these are her own words, still standing, in a topic that is open (readable: the caller has checked)."""
    return comment.user_id == member.pk and comment.removed_at is None and comment.topic.is_open


def may_release(topic: Topic, member: Member) -> bool:
    """Whether she may let words about this topic out: its author while she may read it, and the room's animators."""
    is_author = topic.author_id == member.pk and Topic.objects.visible_to(member).filter(pk=topic.pk).exists()
    return is_author or may_animate(topic.room, member)


def may_withdraw(release: Release, member: Member) -> bool:
    """Whether she may take these words back: who released them, the topic's author, the room's animators."""
    return release.by_id == member.pk or may_release(release.topic, member)


def is_silent(comment: Comment) -> bool:
    """Whether an edit now leaves no mark."""
    return timezone.now() - comment.submit_date <= SILENCE
