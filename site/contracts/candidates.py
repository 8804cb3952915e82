"""What content apps offer to a newsletter's rubrics: one candidate per content, in all its languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

Audience = Literal["public", "members"]
Order = Literal["newest", "oldest", "soonest", "title"]


@dataclass(frozen=True, kw_only=True)
class Version:
    """One language of a candidate. `url` is root-relative ("/fr/…") or absolute, never empty."""

    language: str
    title: str
    lead: str
    url: str
    image_url: str = ""
    image_alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Content that may stand in an issue, named by a key that all its languages share.

    `key` is "article:<translation_key>", "topic:12"…: never a page's id.
    `themes` and `tags` are primary keys of themes.Theme and themes.Tag.
    `starts_at` and `ends_at` are an event's; `deadline` is the last day on which it is still open.
    """

    key: str
    kind: str
    published_at: datetime
    versions: Mapping[str, Version]
    audience: Audience = "public"
    themes: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    deadline: date | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A rubric's rule, as a source reads it.

    Content with any of `any_tags` (if given), all of `all_tags`, none of `no_tags`, of one of `kinds`.
    For undated content: published in [since, until). For events: starting in [until, until + ahead days];
    content with a deadline must still be open at `until`.
    """

    kinds: frozenset[str]
    since: datetime
    until: datetime
    ahead_days: int = 60
    any_tags: frozenset[int] = frozenset()
    all_tags: frozenset[int] = frozenset()
    no_tags: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()
    order: Order = "newest"
    limit: int = 200


class CandidateSource(Protocol):
    """One app's content. `kinds` is constant; both methods use a number of queries that does not grow."""

    kinds: frozenset[str]

    def find(self, wanted: Wanted) -> Iterable[Candidate]:
        """Return released, live content that meets the rule, in its order, at most `wanted.limit`."""
        ...

    def get(self, keys: Iterable[str]) -> Mapping[str, Candidate]:
        """Return what is still released and live among the keys; a missing key is no longer fit to be shown."""
        ...
