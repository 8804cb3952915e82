"""Discussions about pages: one topic per content, started by the first member who wants to talk about it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from contracts.candidates import Candidate, Version
from contracts.discussing import Discussion
from contracts.loading import load
from forum.errors import AlreadyDiscussedError, TokenTakenError
from forum.models import Room, Topic
from forum.models.rooms import RoomQuerySet
from forum.topics import open_topic
from members.models import Member
from richtext.cleaning import clean
from themes.models import Theme

LONGEST_TITLE = 160


class PageDiscussions:
    """Implements contracts.discussing.Discussions: who may not read the topic learns nothing of it."""

    def about(self, key: str, *, reader: Any) -> Discussion | None:
        """Return the way to the topic if she may read it, or to starting it if nobody has and she is in a room."""
        topic = Topic.objects.visible_to(reader).filter(subject_key=key).first()
        if topic:
            return Discussion(url=topic.get_absolute_url(), is_started=True)
        if Topic.objects.filter(subject_key=key).exists() or not Room.objects.of(reader).exists():
            return None
        return Discussion(url=reverse("discuss", args=[key]), is_started=False)


def subject_of(key: str) -> Candidate | None:
    """Return the public content of this name, or None when it is nobody's or no longer out."""
    for source in load(settings.DISCUSSED_SOURCES):
        found: Candidate | None = source.get([key]).get(key)
        if found:
            return found
    return None


def rooms_for(subject: Candidate, *, member: Member) -> RoomQuerySet:
    """Return which of her rooms fit: those that share a theme, a part of one or its whole; all of hers if none does."""
    hers = Room.objects.of(member)
    above = Theme.objects.filter(pk__in=subject.themes).exclude(parent=None).values("parent")
    near = Theme.objects.filter(Q(pk__in=subject.themes) | Q(pk__in=above) | Q(parent__in=subject.themes)).values("pk")
    fitting = hers.filter(
        Q(main_theme__in=near) | Q(pk__in=Room.themes.through.objects.filter(theme__in=near).values("room"))
    )
    return fitting if fitting.exists() else hers


def version_for(subject: Candidate, *, language: str) -> Version:
    """Return the content in the reader's language, or in one in which it exists."""
    return subject.versions.get(language) or next(iter(subject.versions.values()))


def open_discussion(
    subject: Candidate, *, room: Room, author: Member, words_html: str = "", client_token: UUID | None = None
) -> Topic:
    """Open the topic about a content with a link to its page, and the author's own words if she has some.

    Raises NotAllowedError, TokenTakenError, and AlreadyDiscussedError when somebody else was faster.
    """
    if Topic.objects.filter(subject_key=subject.key).exclude(author=author).exists():
        raise AlreadyDiscussedError
    version = version_for(subject, language=author.language)
    link = format_html(
        '<p><a href="{}">{}</a></p><blockquote><p>{}</p></blockquote>', version.url, version.title, version.lead
    )
    try:
        return open_topic(
            room,
            author=author,
            title=version.title[:LONGEST_TITLE],
            language=version.language,
            body_html=link + clean(words_html),
            client_token=client_token,
            subject_key=subject.key,
        )
    except TokenTakenError:
        if Topic.objects.filter(subject_key=subject.key).exists():
            raise AlreadyDiscussedError from None
        raise
