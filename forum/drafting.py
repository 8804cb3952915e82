"""Keeping what somebody types, so that it can be gone on with on any device."""

import json
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from forum.errors import NotAllowedError
from forum.models import Attachment, Comment, Draft, Room, Topic
from forum.models.gathered import Gathered
from forum.models.topics import TopicQuerySet
from members.models import Member
from richtext.cleaning import clean

KEPT_FOR = timedelta(days=60)
_COLUMNS = ("id", "place", "title", "body_html", "language", "kind", "more", "saved_at")
# A new topic whose room is not chosen yet.
NO_ROOM = "room:0"


def place_of(*, topic: Topic | None = None, answer_to: Comment | None = None, comment: Comment | None = None) -> str:
    """Name the place of a draft: of a change to a comment, of an answer, or of a message in a topic."""
    if comment:
        return f"comment:{comment.pk}"
    if topic and answer_to:
        return f"topic:{topic.pk}:to:{answer_to.pk}"
    return f"topic:{topic.pk}" if topic else NO_ROOM


def places_of(comment: Comment) -> list[str]:
    """Name the places in which a comment that is written now may have been drafted."""
    if comment.is_opening:
        return [NO_ROOM, f"room:{comment.topic.room_id}"]
    return [place_of(topic=comment.topic, answer_to=comment.answer_to)]


def keep_draft(
    member: Member,
    *,
    place: str,
    body_html: str,
    title: str = "",
    language: str = "",
    kind: str = "",
    more: dict[str, Any] | None = None,
    moved_from: str = "",
    client_token: UUID | None = None,
    attachments: list[Attachment] | None = None,
) -> Draft | None:
    """Keep what has been typed, in the place of an earlier draft; nothing typed is no draft.

    None also when the form of this token has been sent meanwhile: a late draft must not come back from the dead.
    Raises NotAllowedError for a place that she may not write in.
    """
    _require_place(member, place)
    html = clean(body_html)
    with transaction.atomic():
        if moved_from != place and moved_from.startswith("room:"):
            discard_drafts(member, moved_from)
        is_sent = client_token is not None and Comment.objects.filter(client_token=client_token, user=member).exists()
        if is_sent or not (html or title or attachments):
            discard_drafts(member, place)
            return None
        words = {
            "title": title[:160],
            "body_html": html,
            "language": language,
            "kind": kind,
            "more": more or {},
            "saved_at": timezone.now(),
        }
        draft, _is_new = Draft.objects.update_or_create(member=member, place=place, defaults=words)
        if attachments is not None:
            draft.attachments.exclude(pk__in=[each.pk for each in attachments]).delete()
            Attachment.objects.filter(pk__in=[each.pk for each in attachments], by=member, comment=None).update(
                draft=draft
            )
        return draft


def draft_at(member: Member, place: str) -> Draft | None:
    """Return her draft for a place."""
    return Draft.objects.filter(member=member, place=place).first()


def with_draft_of(topics: TopicQuerySet, *, member: Member, place: str) -> TopicQuerySet:
    """Add `draft_rows` to a query that is asked anyhow: her draft for this place, for `draft_from`."""
    mine = Draft.objects.filter(member=member, place=place)
    return topics.annotate(draft_rows=Gathered(mine, *_COLUMNS))


def draft_from(topic: Any) -> Draft | None:
    """Return the draft of a topic that carries `draft_rows`."""
    if not topic.draft_rows:
        return None
    draft = Draft(**dict(zip(_COLUMNS, topic.draft_rows[0], strict=True)))
    if isinstance(draft.more, str):  # SQLite gathers JSON as text
        draft.more = json.loads(draft.more)
    saved_at = parse_datetime(str(draft.saved_at)) or timezone.now()
    draft.saved_at = saved_at if timezone.is_aware(saved_at) else saved_at.replace(tzinfo=UTC)
    return draft


def newest_topic_draft(member: Member) -> Draft | None:
    """Return her latest draft of a new topic, whatever its room."""
    return Draft.objects.filter(member=member, place__startswith="room:").order_by("-saved_at").first()


def discard_drafts(member: Member, *places: str) -> None:
    """Forget drafts, with the files that were uploaded for them."""
    drafts = list(Draft.objects.filter(member=member, place__in=places).values_list("pk", flat=True))
    if drafts:
        Attachment.objects.filter(draft__in=drafts, comment=None, meeting=None).delete()
        Draft.objects.filter(pk__in=drafts).delete()


def forget_old_drafts() -> None:
    """Delete, as a job of the clock, what nobody has gone on with."""
    Draft.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()


def _require_place(member: Member, place: str) -> None:
    kind, _colon, rest = place.partition(":")
    number = rest.partition(":")[0]
    if place == NO_ROOM:
        return
    if not number.isdecimal() or len(number) > 18:
        raise NotAllowedError
    readable: dict[str, Any] = {
        "room": lambda: Room.objects.visible_to(member).filter(pk=number),
        "topic": lambda: Topic.objects.visible_to(member).filter(pk=number),
        "comment": lambda: Comment.objects.visible_to(member).filter(id=number, user=member),
    }
    if kind not in readable or not readable[kind]().exists():
        raise NotAllowedError
