"""What a topic of some kinds starts with beside its words: what is exchanged, or what is voted on."""

from dataclasses import dataclass, field
from datetime import date, datetime

from forum.errors import IncompleteError
from forum.models import Exchange, Option, Poll, Topic
from themes.models import Theme

FEWEST, MOST = 2, 20


@dataclass(frozen=True, kw_only=True)
class Exchanged:
    """Of a need or an offer: its theme, for whom or by whom, until when."""

    theme: Theme | None = None
    who: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One option of a poll: words, or a moment."""

    text: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Polled:
    """Of a poll: its options, and how one votes."""

    choices: list[Choice] = field(default_factory=list)
    several: bool = False
    closes_at: datetime | None = None


Particulars = Exchanged | Polled


def write_particulars(topic: Topic, particulars: Particulars | None) -> None:
    """Write what a kind needs beside its words; the caller holds the transaction. Raises IncompleteError."""
    if topic.is_exchange:
        given = particulars if isinstance(particulars, Exchanged) else Exchanged()
        Exchange.objects.create(topic=topic, theme=given.theme, who=given.who, until=given.until)
    elif topic.is_poll:
        if not isinstance(particulars, Polled) or not FEWEST <= len(particulars.choices) <= MOST:
            raise IncompleteError
        _write_poll(topic, particulars)


def _write_poll(topic: Topic, given: Polled) -> None:
    is_dated = topic.kind == Topic.Kind.DATE_POLL
    if any(is_dated != bool(choice.starts_at) for choice in given.choices):
        raise IncompleteError
    poll = Poll.objects.create(topic=topic, several=is_dated or given.several, closes_at=given.closes_at)
    Option.objects.bulk_create(
        Option(poll=poll, order=order, text=choice.text, starts_at=choice.starts_at, ends_at=choice.ends_at)
        for order, choice in enumerate(given.choices, start=1)
    )
