"""Keeping a comment for later, with a note and a day to be reminded: seen by nobody else."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from forum.errors import NotAllowedError
from forum.models import Comment, Kept
from members.models import Member

if TYPE_CHECKING:
    from django.db.models import QuerySet


def keep(comment: Comment, *, member: Member) -> Kept:
    """Keep a comment; twice is once. Raises NotAllowedError."""
    if not Comment.objects.visible_to(member).standing().filter(pk=comment.pk).exists():
        raise NotAllowedError
    kept, _is_new = Kept.objects.get_or_create(member=member, comment=comment)
    return kept


def annotate_kept(kept: Kept, *, note: str, remind_on: date | None) -> None:
    """Change one's own note and day. Another day reminds once more."""
    is_moved = remind_on != Kept.objects.values_list("remind_on", flat=True).get(pk=kept.pk)
    kept.note, kept.remind_on = note, remind_on
    if is_moved:
        kept.reminded_at = None
    kept.save(update_fields=["note", "remind_on", "reminded_at"])


def let_go(kept: Kept) -> None:
    """Keep it no longer."""
    kept.delete()


def kept_by(member: Member) -> "QuerySet[Kept]":
    """Return what she keeps, the latest first; `is_readable` says whether she may still read it and it still stands."""
    readable = Comment.objects.visible_to(member).standing().filter(pk=OuterRef("comment"))
    return Kept.objects.filter(member=member).annotate(is_readable=Exists(readable))
