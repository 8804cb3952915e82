"""Voting, closing a poll, and choosing the moment that becomes a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum.errors import NotAllowedError, PollClosedError
from forum.meetings import plan_meeting
from forum.models import Meeting, Option, Poll, Topic, Vote
from forum.permissions import require_animator, require_reader, require_steward
from members.models import Member

LENGTH = timedelta(hours=2)
Answer = Vote.Answer


@dataclass(kw_only=True)
class ShownOption:
    """An option as one reader sees it: who is for it, who if need be, and her own answer ("" for none)."""

    pk: int
    text: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_chosen: bool
    yes: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    mine: str = ""
    leads: bool = False

    @property
    def total(self) -> int:
        """How many could come, “if need be” included."""
        return len(self.yes) + len(self.maybe)


@dataclass(kw_only=True)
class ShownPoll:
    """A poll as one reader sees it."""

    poll: Poll
    options: list[ShownOption]
    voters: int
    has_voted: bool

    @property
    def scale(self) -> int:
        """What a full bar stands for: everybody who voted."""
        return max(self.voters, 1)

    @property
    def chosen(self) -> ShownOption | None:
        """The moment that was chosen, or None."""
        return next((option for option in self.options if option.is_chosen), None)


@transaction.atomic
def vote(poll: Poll, *, member: Member, answers: Mapping[int, str]) -> None:
    """Answer some options of a poll, by their keys, instead of what she answered before; none takes her vote back.

    Raises NotAllowedError, PollClosedError.
    """
    current = Poll.objects.select_for_update(of=("self",)).select_related("topic").get(pk=poll.pk)
    require_reader(current.topic, member)
    if not current.is_open or not current.topic.is_open:
        raise PollClosedError
    _check_answers(current, answers)
    Vote.objects.filter(option__poll=current, member=member).delete()
    Vote.objects.bulk_create(Vote(option_id=pk, member=member, answer=answer) for pk, answer in answers.items())


@transaction.atomic
def close_poll(poll: Poll, *, by: Member) -> None:
    """Take no more votes, as the topic's author or an animator. Raises NotAllowedError."""
    require_steward(poll.topic, by)
    Poll.objects.filter(pk=poll.pk, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def reopen_poll(poll: Poll, *, by: Member) -> None:
    """Take votes again, without a last day; not once a moment was chosen. Raises NotAllowedError."""
    require_steward(poll.topic, by)
    if poll.options.filter(is_chosen=True).exists():
        raise NotAllowedError
    Poll.objects.filter(pk=poll.pk).update(closed_at=None, closes_at=None)


@transaction.atomic
def choose_moment(option: Option, *, by: Member, place: str = "", link: str = "") -> Meeting:
    """Choose one moment of a date poll, which closes it and becomes a meeting of the room; chosen twice is one meeting.

    Where the poll was opened without a name only animators choose: a meeting says who planned it. Raises
    NotAllowedError, PollClosedError where another moment was chosen.
    """
    poll = Poll.objects.select_for_update(of=("self",)).select_related("topic__room").get(pk=option.poll_id)
    if poll.topic.is_anonymous:
        require_animator(poll.topic.room, by)
    require_steward(poll.topic, by)
    if option.starts_at is None:
        raise NotAllowedError
    chosen = poll.options.filter(is_chosen=True).first()
    if chosen and chosen.pk != option.pk:
        raise PollClosedError
    meeting = Meeting.objects.filter(topic=poll.topic, starts_at=option.starts_at).first() if chosen else None
    Option.objects.filter(pk=option.pk).update(is_chosen=True)
    close_poll(poll, by=by)
    return meeting or _plan(poll.topic, option, by=by, place=place, link=link)


def read_poll(poll: Poll, *, reader: Member) -> ShownPoll:
    """Return a poll with everybody's votes, in one query."""
    rows = Option.objects.filter(poll=poll).order_by("order", "votes__member__name")
    options: dict[int, ShownOption] = {}
    voters: set[int] = set()
    columns = ("pk", "text", "starts_at", "ends_at", "is_chosen")
    for *given, voter, name, answer in rows.values_list(
        *columns, "votes__member_id", "votes__member__name", "votes__answer"
    ):
        option = options.setdefault(given[0], ShownOption(**dict(zip(columns, given, strict=True))))
        if voter is None:
            continue
        voters.add(voter)
        (option.maybe if answer == Answer.MAYBE else option.yes).append(name)
        if voter == reader.pk:
            option.mine = answer
    _mark_leading(list(options.values()))
    return ShownPoll(poll=poll, options=list(options.values()), voters=len(voters), has_voted=reader.pk in voters)


def _mark_leading(options: list[ShownOption]) -> None:
    """The best moments, or answers: most yes first, then most “if need be”."""
    best = max(((len(option.yes), len(option.maybe)) for option in options), default=(0, 0))
    for option in options:
        option.leads = best != (0, 0) and (len(option.yes), len(option.maybe)) == best


def _check_answers(poll: Poll, answers: Mapping[int, str]) -> None:
    is_dated = poll.topic.kind == Topic.Kind.DATE_POLL
    allowed = Answer.values if is_dated else [Answer.YES]
    if not set(answers.values()) <= set(allowed) or (len(answers) > 1 and not poll.several):
        raise NotAllowedError
    if poll.options.filter(pk__in=answers).count() != len(answers):
        raise NotAllowedError


def _plan(topic: Topic, option: Option, *, by: Member, place: str, link: str) -> Meeting:
    """A meeting in the topic's own words; its animators complete the other language."""
    assert option.starts_at is not None  # noqa: S101 - the caller has asked
    ends = option.ends_at if option.ends_at and option.ends_at > option.starts_at else option.starts_at + LENGTH
    fr, nl = ("", topic.title) if topic.language == "nl" else (topic.title, "")
    return plan_meeting(
        topic.room,
        by=by,
        topic=topic,
        starts_at=option.starts_at,
        ends_at=ends,
        title_fr=fr,
        title_nl=nl,
        place=place,
        link=link,
    )
