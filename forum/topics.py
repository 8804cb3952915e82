"""Opening topics, and what animators do with them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.announcing import announce
from forum.comments import write_comment, written_with
from forum.errors import NotAllowedError
from forum.keys import comment_key, topic_key
from forum.models import Attachment, Room, Topic
from forum.particulars import Particulars, write_particulars
from forum.permissions import require_animator
from forum.records import record
from members.models import Member


def open_topic(
    room: Room,
    *,
    author: Member,
    title: str,
    body_html: str,
    language: str,
    kind: str = Topic.Kind.DISCUSSION,
    client_token: UUID | None = None,
    particulars: Particulars | None = None,
    anonymous_as: str = "",
    attachments: Sequence[Attachment] = (),
    subject_key: str | None = None,
) -> Topic:
    """Open a topic with its first comment. A form sent twice (the same token) gives the first topic again.

    `particulars` is what a need, an offer or a poll has beside its words; `anonymous_as` stands in the place
    of her name; `subject_key` names the content that it is about.
    Raises NotAllowedError, TokenTakenError, IncompleteError.
    """
    if not Room.objects.visible_to(author).filter(pk=room.pk).exists():
        raise NotAllowedError
    token = client_token or uuid4()
    try:
        with transaction.atomic():
            topic = Topic.objects.create(
                room=room,
                author=author,
                title=title,
                language=language,
                kind=kind,
                is_anonymous=bool(anonymous_as),
                subject_key=subject_key,
            )
            write_particulars(topic, particulars)
            opening = write_comment(
                topic,
                author=author,
                body_html=body_html,
                language=language,
                client_token=token,
                anonymous_as=anonymous_as,
                attachments=attachments,
            )
            topic.unreached = opening.unreached
            return topic
    except IntegrityError:
        return written_with(token, author=author).topic


@transaction.atomic
def rename_topic(topic: Topic, *, by: Member, title: str) -> None:
    """Change the title, under which search finds all of its comments, as its author or an animator.

    Raises NotAllowedError.
    """
    if topic.author_id != by.pk:
        require_animator(topic.room, by)
    Topic.objects.filter(pk=topic.pk).update(title=title)
    announce(topic_key(topic), *map(comment_key, topic.comments.filter(position__gt=1)))


def pin_topic(topic: Topic, *, by: Member) -> None:
    """Keep a topic at the top of its room. Raises NotAllowedError."""
    _change(topic, "pin_topic", by=by, pinned=True)


def unpin_topic(topic: Topic, *, by: Member) -> None:
    """Let a topic take its place by activity again. Raises NotAllowedError."""
    _change(topic, "unpin_topic", by=by, pinned=False)


def feature_topic(topic: Topic, *, by: Member) -> None:
    """Put a topic forward at the head of its room. Raises NotAllowedError."""
    _change(topic, "feature_topic", by=by, featured_at=timezone.now())


def unfeature_topic(topic: Topic, *, by: Member) -> None:
    """Let a topic stand among the others again. Raises NotAllowedError."""
    _change(topic, "unfeature_topic", by=by, featured_at=None)


def close_topic(topic: Topic, *, by: Member, reason: str) -> None:
    """Take no further comments, for a reason that all readers see. Raises NotAllowedError."""
    _change(topic, "close_topic", by=by, state=Topic.State.CLOSED, close_reason=reason)


def reopen_topic(topic: Topic, *, by: Member) -> None:
    """Take comments again. Raises NotAllowedError."""
    _change(topic, "reopen_topic", by=by, state=Topic.State.OPEN, close_reason="")


@transaction.atomic
def _change(topic: Topic, action: str, *, by: Member, **values: object) -> None:
    require_animator(topic.room, by)
    if not Topic.objects.standing().filter(pk=topic.pk).update(**values):
        raise NotAllowedError
    for name, value in values.items():
        setattr(topic, name, value)
    record(topic, action, by=by)
