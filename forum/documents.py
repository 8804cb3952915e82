"""What search finds of the forum, and where each reader may find it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, Prefetch, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import translation

from contracts.documents import PUBLIC, Document
from forum.keys import KINDS, comment_key, numbers_of, release_key, room_key, topic_key
from forum.meeting_documents import meeting_documents
from forum.models import Comment, Release, Room, Topic, TopicGuest
from languages.names import in_language

BATCH = 500


class ForumDocuments:
    """Implements contracts.documents.DocumentSource: rooms, topics and their opening words, comments, releases."""

    kinds = KINDS

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Yield what stands; removed words are found by nobody."""
        keys = None if keys is None else list(keys)
        yield from _rooms(keys)
        yield from _topics(keys)
        yield from _comments(keys)
        yield from _releases(keys)
        yield from meeting_documents(keys)

    def places(self, user: Any) -> Iterable[Any]:
        """Return the rooms that this person may read, and the topics that she is a guest of."""
        rooms = Room.objects.visible_to(user).order_by().annotate(place=_named("room:", "pk")).values("place")
        if not getattr(user, "is_approved", False):
            return [rooms]
        invited = TopicGuest.objects.current().filter(member=user)
        return [rooms, invited.annotate(place=_named("topic:", "topic_id")).values("place")]


def _named(prefix: str, column: str) -> Concat:
    return Concat(Value(prefix), Cast(F(column), CharField()), output_field=CharField())


def _of(rows: "QuerySet[Any]", keys: list[str] | None, kind: str) -> "QuerySet[Any]":
    return rows if keys is None else rows.filter(pk__in=numbers_of(keys, kind=kind))


def _rooms(keys: list[str] | None) -> Iterator[Document]:
    """A room is found by its readers alone; its public page is the door. Search names the place of other hits by it."""
    rows = Room.objects.prefetch_related("themes")
    for room in _of(rows, keys, "room").order_by("pk").iterator(chunk_size=BATCH):
        for language, _name in settings.LANGUAGES:
            yield Document(
                key=room_key(room),
                language=language,
                kind="room",
                title=room.name_in(language),
                body=in_language(room, "purpose", language),
                url=_address(room),
                date=room.created_at,
                where=room_key(room),
                themes=_themes(room),
            )


def _topics(keys: list[str] | None) -> Iterator[Document]:
    opening = Prefetch("comments", Comment.objects.filter(position=1), to_attr="opening")
    rows = Topic.objects.standing().select_related("room").prefetch_related(opening, "room__themes")
    for topic in _of(rows, keys, "topic").order_by("pk").iterator(chunk_size=BATCH):
        yield Document(
            key=topic_key(topic),
            language=topic.language,
            kind="topic",
            title=topic.title,
            body=topic.opening[0].comment if topic.opening else "",
            url=_address(topic),
            date=topic.created_at,
            where=f"room:{topic.room_id}",
            within=f"topic:{topic.pk}",
            themes=_themes(topic.room),
        )


def _comments(keys: list[str] | None) -> Iterator[Document]:
    rows = Comment.objects.standing().filter(position__gt=1).select_related("topic__room")
    rows = rows.prefetch_related("topic__room__themes")
    for comment in _of(rows, keys, "comment").order_by("pk").iterator(chunk_size=BATCH):
        yield Document(
            key=comment_key(comment),
            language=comment.language,
            kind="comment",
            title=comment.topic.title,
            body=comment.comment,
            url=_address(comment),
            date=comment.submit_date,
            where=f"room:{comment.topic.room_id}",
            within=f"topic:{comment.topic_id}",
            themes=_themes(comment.topic.room),
        )


def _releases(keys: list[str] | None) -> Iterator[Document]:
    rows = Release.objects.standing().filter(audience=Release.Audience.PUBLIC).select_related("topic__room")
    rows = rows.prefetch_related("topic__room__themes")
    for release in _of(rows, keys, "release").order_by("pk").iterator(chunk_size=BATCH):
        for language in release.languages:
            with translation.override(language):
                url = release.get_absolute_url()
            yield Document(
                key=release_key(release),
                language=language,
                kind="release",
                title=getattr(release, f"title_{language}"),
                body=getattr(release, f"text_{language}"),
                url=url,
                date=release.at,
                where=PUBLIC,
                themes=_themes(release.topic.room),
            )


def _themes(room: Room) -> frozenset[int]:
    return frozenset([theme.pk for theme in room.themes.all()] + ([room.main_theme_id] if room.main_theme_id else []))


def _address(row: Room | Topic | Comment) -> str:
    """The address in the site's first language: the same conversation stands under every language's."""
    with translation.override(settings.LANGUAGE_CODE):
        return row.get_absolute_url()
