"""Giving removed words back, and keeping an earlier version from its readers."""

from django.db import transaction
from django.utils import timezone

from contracts.announcing import announce
from forum.errors import NotAllowedError
from forum.keys import comment_key
from forum.locking import lock_comment
from forum.models import Comment, CommentVersion
from forum.permissions import require_animator
from forum.records import record
from forum.reporting import overturn_reports
from members.models import Member
from richtext.reading import plain


@transaction.atomic
def restore_comment(comment: Comment, *, by: Member) -> None:
    """Put back the words that an animator removed. What its author took back is gone for good.

    Raises NotAllowedError.
    """
    current = lock_comment(comment)
    if not current.was_removed_by_animator:
        raise NotAllowedError
    require_animator(current.topic.room, by)
    kept = current.versions.filter(silent=True).order_by("-pk").first()
    if kept is None:
        raise NotAllowedError
    Comment.objects.filter(pk=current.pk).update(
        body_html=kept.body_html,
        comment=plain(kept.body_html),
        is_removed=False,
        removed_at=None,
        removed_by=None,
        removal_reason="",
    )
    kept.delete()
    overturn_reports(current, by=by)
    record(current.topic, "restore_comment", by=by, comment=current.pk)
    announce(comment_key(current))


def hide_version(version: CommentVersion, *, by: Member) -> None:
    """Keep an earlier version from its readers; animators still see it. Raises NotAllowedError."""
    _mark(version, "hide_version", by=by, hidden_at=timezone.now(), hidden_by=by)


def show_version(version: CommentVersion, *, by: Member) -> None:
    """Let readers see a hidden version again. Raises NotAllowedError."""
    _mark(version, "show_version", by=by, hidden_at=None, hidden_by=None)


@transaction.atomic
def _mark(version: CommentVersion, action: str, *, by: Member, **values: object) -> None:
    topic = version.comment.topic
    require_animator(topic.room, by)
    CommentVersion.objects.filter(pk=version.pk).update(**values)
    record(topic, action, by=by, comment=version.comment_id)
