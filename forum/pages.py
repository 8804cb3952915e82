"""Which comments stand on which page of a topic: ranges of positions, so that a page never moves."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from forum.linking import with_titles
from forum.models import Attachment, Comment, Kept, Thanks, Topic, TopicGuest
from forum.models.gathered import Gathered
from forum.models.wordings import in_words
from members.models import Member

SIZE = 50
FILE_COLUMNS = ("id", "key", "name", "content_type", "size", "thumbnail", "infected", "checked_at")


@dataclass(kw_only=True)
class Shown:
    """A comment as one reader sees it on a page."""

    comment: Comment
    html: str = ""
    files: list[Attachment] = field(default_factory=list)
    thanked_by: list[str] = field(default_factory=list)
    is_thanked: bool = False
    is_new: bool = False
    is_mine: bool = False

    @property
    def body(self) -> SafeString:
        """The words as this reader sees them, cleaned when they were written; addresses that she may open by title."""
        return mark_safe(self.html or self.comment.body_html)


def page_of(position: int) -> int:
    """Return the number of the page on which a position stands."""
    return (max(position, 1) - 1) // SIZE + 1


def address_of(topic: Topic, *, position: int) -> str:
    """Return the address of a position: page and anchor."""
    page = page_of(position)
    return reverse("topic", args=[topic.pk]) + (f"?page={page}" if page > 1 else "") + f"#m{position}"


def resume_address(topic: Topic) -> str:
    """Return where a reader goes on in a topic that carries her marks, without a query."""
    if not topic.is_unread or topic.read_position == 0 == topic.last_position - 1:
        return topic.get_absolute_url()
    if topic.read_before is None or topic.read_position:
        return address_of(topic, position=topic.read_position + 1)
    return reverse("first_unread", args=[topic.pk])


def read_page(topic: Topic, *, number: int, reader: Member, unread_from: int) -> list[Shown]:
    """Return one page of a topic, in two queries; one more where addresses of the forum stand in it."""
    first = (number - 1) * SIZE + 1
    comments = list(
        Comment.objects.filter(topic=topic, position__range=(first, first + SIZE - 1))
        .select_related("user", "organisation")
        .annotate(
            asked_position=F("answer_to__position"),
            asked_author=F("answer_to__user__name"),
            asked_as=F("answer_to__anonymous_as"),
            guest_until=Subquery(
                TopicGuest.objects.current().filter(topic=topic, member=OuterRef("user")).values("until")[:1]
            ),
            moved_title=Subquery(
                Topic.objects.visible_to(reader).filter(pk=OuterRef("moved_to__topic")).values("title")[:1]
            ),
            file_rows=Gathered(Attachment.objects.filter(comment=OuterRef("pk")), *FILE_COLUMNS),
            kept=Subquery(Kept.objects.filter(comment=OuterRef("pk"), member=reader).values("pk")[:1]),
        )
        .defer("comment", "user_name", "user_email", "user_url", "ip_address")
        .order_by("position")
    )
    thanks = _thanks(comments)
    for comment in comments:
        comment.topic = topic
        if comment.asked_as:
            comment.asked_author = in_words(comment.asked_as)
    html = with_titles(comments, reader=reader)
    return [
        Shown(
            comment=comment,
            html=html.get(comment.pk, ""),
            files=files_from(comment.file_rows),
            thanked_by=[name for _pk, name in thanks.get(comment.pk, [])],
            is_thanked=any(pk == reader.pk for pk, _name in thanks.get(comment.pk, [])),
            is_new=comment.position >= unread_from and comment.user_id != reader.pk,
            is_mine=comment.user_id == reader.pk,
        )
        for comment in comments
    ]


def files_from(rows: list[list[Any]]) -> list[Attachment]:
    """Return gathered rows as files, in the order in which they were attached."""
    return [
        Attachment(**dict(zip(FILE_COLUMNS, row, strict=True)) | {"key": UUID(row[1])})
        for row in sorted(rows, key=lambda each: each[0])
    ]


def _thanks(comments: list[Comment]) -> dict[int, list[tuple[int, str]]]:
    by_comment: dict[int, list[tuple[int, str]]] = {}
    rows = Thanks.objects.filter(comment__in=[comment.pk for comment in comments]).order_by("pk")
    for comment_pk, member_pk, name in rows.values_list("comment_id", "member_id", "member__name"):
        by_comment.setdefault(comment_pk, []).append((member_pk, name))
    return by_comment
