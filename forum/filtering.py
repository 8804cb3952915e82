"""Which topics of a room are listed: filters that combine, as they stand in an address."""

from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forum.models import Comment, Topic
from forum.models.topics import TopicQuerySet
from forum.tagging import tags_from

NAMES = {
    "unread": _("With something new"),
    "mine": _("Where I wrote"),
    "unanswered": _("Without an answer"),
    "summary": _("With what we take away"),
}
SHOWS = ("unread", "mine", "unanswered", "summary")
LANGUAGES = ("fr", "nl", "de", "en")
ASKING = (Topic.Kind.DISCUSSION, Topic.Kind.QUESTION, Topic.Kind.NEED, Topic.Kind.OFFER)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a reader wants to see of a room."""

    shows: tuple[str, ...] = field(default_factory=tuple)
    kind: str = ""
    language: str = ""
    tag: int | None = None

    @classmethod
    def read(cls, query: Any) -> Self:
        """Read them from an address's query; nonsense is no filter."""
        asked, kind, language, tag = (
            query.getlist("show"),
            query.get("kind"),
            query.get("language"),
            query.get("tag", ""),
        )
        return cls(
            shows=tuple(show for show in SHOWS if show in asked),
            kind=kind if kind in Topic.Kind.values else "",
            language=language if language in LANGUAGES else "",
            tag=int(tag) if tag.isdecimal() and len(tag) < 10 else None,
        )

    def __bool__(self) -> bool:
        return bool(self.shows or self.kind or self.language or self.tag)

    @property
    def query(self) -> str:
        """The same as an address's query."""
        pairs = [("show", show) for show in self.shows]
        pairs += [(name, str(value)) for name in ("kind", "language", "tag") if (value := getattr(self, name))]
        return urlencode(pairs)

    def toggled(self, show: str) -> Self:
        """Return them with one of the shows switched on or off."""
        shows = tuple(each for each in SHOWS if (each in self.shows) != (each == show))
        return replace(self, shows=shows)

    def apply(self, topics: TopicQuerySet, *, reader: Any) -> TopicQuerySet:
        """Narrow topics that carry the reader's marks; nothing here makes a row appear twice."""
        wrote = Comment.objects.standing().filter(topic=OuterRef("pk"), user=reader)
        rules = {
            "unread": Q(is_unread=True),
            "mine": Q(Exists(wrote)),
            "unanswered": Q(first_answer_at=None, state=Topic.State.OPEN, kind__in=ASKING),
            "summary": Q(summary__isnull=False),
        }
        for show in self.shows:
            topics = topics.filter(rules[show])
        if self.kind:
            topics = topics.filter(kind=self.kind)
        if self.language:
            topics = topics.filter(language=self.language)
        if self.tag:
            tagged = Topic.tags.through.objects.filter(topic=OuterRef("pk"), tag=self.tag)
            topics = topics.filter(Exists(tagged))
        return topics


def offered_filters(room: Any, filters: Filters) -> dict[str, Any]:
    """Return what the page of a room offers to choose from; it carries `tag_list`, the tags that are used in it."""
    return {
        "shows": [(NAMES[show], filters.toggled(show).query, show in filters.shows) for show in SHOWS],
        "kinds": Topic.Kind.choices,
        "languages": LANGUAGES,
        "tags": tags_from(room.tag_list),
    }
