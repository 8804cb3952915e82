"""Speaking without one's name where the room allows it, and an animator's question who it is, which leaves traces."""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from forum.errors import NotAllowedError
from forum.models import Comment, Notice, Topic
from forum.permissions import require_animator
from forum.records import record
from forum.telling import tell
from members.models import Member, Organisation

LONGEST = 120


def wording_of(topic: Topic, *, author: Member, asked: str | None) -> str:
    """Return what stands in the place of her name; "" for the name itself.

    None goes on as she last spoke in this topic. Raises NotAllowedError where the room allows no other wording than
    one that she used in this topic before.
    """
    if asked == "":
        return ""
    before = (
        Comment.objects.filter(topic=topic, user=author).order_by("-position").values_list("anonymous_as", flat=True)
    )
    if asked is None:
        return before.first() or ""
    wording = " ".join(asked.split())[:LONGEST]
    if not topic.room.allows_anonymous and not before.exclude(anonymous_as="").exists():
        raise NotAllowedError
    return wording


def own_kind(reader: Any) -> Subquery:
    """Return the kind of organisation that this person works for, as an expression for a query."""
    return Subquery(Organisation.objects.filter(pk=reader.organisation_id).values("kind")[:1])


def last_wording(reader: Any) -> Subquery:
    """Return how this person last spoke in a topic of the outer query, as an expression for it."""
    hers = Comment.objects.filter(topic=OuterRef("pk"), user=reader).order_by("-position")
    return Subquery(hers.values("anonymous_as")[:1])


@transaction.atomic
def ask_author(comment: Comment, *, by: Member, reason: str) -> Member | None:
    """Return who wrote a message without name, as an animator; it is logged, and its author is told, with the reason.

    Raises NotAllowedError, also for a message that carries its name.
    """
    require_animator(comment.topic.room, by)
    if not comment.anonymous_as:
        raise NotAllowedError
    topic, author = comment.topic, comment.user
    record(topic, "ask_author", by=by, comment=comment.pk)
    if author:
        tell(
            [author],
            about=f"author:{comment.pk}",
            reason=Notice.Reason.UNMASKED,
            room=topic.room,
            topic=topic,
            comment=comment,
            by=by,
            words=reason,
        )
    return author
