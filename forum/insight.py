"""How a room lives, in numbers: people, discussions, answers. Never who read what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from forum.models import Comment, Room, RoomMember, Topic
from forum.models.topics import TopicQuerySet

MONTHS = 12
ACTIVE = timedelta(days=30)
UNANSWERED_SHOWN = 10


@dataclass(kw_only=True)
class Month:
    """One month of a room; `answered_in` is the median time to a first answer, None where nothing was answered."""

    first_day: date
    topics: int = 0
    comments: int = 0
    answered_in: timedelta | None = None


@dataclass(kw_only=True)
class Insight:
    """What an animator sees of her room. `active` counts people who wrote in the last 30 days."""

    members: int
    active: int
    months: list[Month]
    answered_in: timedelta | None
    unanswered: Sequence[Topic]
    unanswered_count: int
    animators: Sequence[RoomMember]


def insight_of(room: Room) -> Insight:
    """Gather a room's numbers, in eight queries however large it is."""
    months = {day: Month(first_day=day) for day in last_months(timezone.localdate())}
    since = timezone.make_aware(datetime.combine(min(months), time.min))
    topics = Topic.objects.standing().filter(room=room, created_at__gte=since)
    comments = Comment.objects.filter(topic__room=room, submit_date__gte=since, moved_to=None)
    for day, number in _per_month(topics, "created_at"):
        months[day].topics = number
    for day, number in _per_month(comments, "submit_date"):
        months[day].comments = number
    all_waits = _answer_times(topics, months)
    unanswered = _unanswered(room)
    recent = comments.filter(submit_date__gte=timezone.now() - ACTIVE)
    return Insight(
        members=room.memberships.welcome().count(),
        active=recent.order_by().values("user").distinct().count(),
        months=list(months.values()),
        answered_in=_median(all_waits),
        unanswered=list(unanswered.select_related("author").order_by("created_at")[:UNANSWERED_SHOWN]),
        unanswered_count=unanswered.count(),
        animators=list(animators_of(room)),
    )


def animators_of(room: Room) -> "QuerySet[RoomMember]":
    """Return who animates the room now, by name."""
    rows = room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR)
    return rows.select_related("member__organisation").order_by("member__name")


def last_months(today: date) -> list[date]:
    """Return the first days of the last twelve months, the present one last."""
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]


def _per_month(rows: "QuerySet[Any]", column: str) -> list[tuple[date, int]]:
    """Count rows by the month of a moment, in the site's time zone."""
    counted = rows.order_by().annotate(month=TruncMonth(column)).values("month").annotate(number=Count("pk"))
    return [(moment.date(), number) for moment, number in counted.values_list("month", "number")]


def _answer_times(topics: TopicQuerySet, months: dict[date, Month]) -> list[timedelta]:
    """Fill in each month's median time to a first answer, and return all the times."""
    by_month: dict[date, list[timedelta]] = {}
    answered = topics.filter(first_answer_at__isnull=False)
    for asked, answer in answered.values_list("created_at", "first_answer_at"):
        if answer:
            by_month.setdefault(timezone.localtime(asked).date().replace(day=1), []).append(answer - asked)
    for day, waits in by_month.items():
        months[day].answered_in = _median(waits)
    return [wait for waits in by_month.values() for wait in waits]


def _median(waits: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None


def _unanswered(room: Room) -> TopicQuerySet:
    return Topic.objects.filter(
        room=room, kind=Topic.Kind.QUESTION, state=Topic.State.OPEN, first_answer_at__isnull=True
    )
