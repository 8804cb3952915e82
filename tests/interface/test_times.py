"""Times: relative near, absolute far."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines
from django.utils import timezone
from django.utils.translation import override

from interface.times import exact, machine, near_or_far

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # a Friday; 15:00 in Brussels


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=14, minutes=30), "today at 00:30"),
        (timedelta(days=1), "yesterday at 15:00"),
        (timedelta(days=3), "tuesday at 15:00"),
        (timedelta(days=10), "10 November"),
        (timedelta(days=400), "16 October 2025"),
        (timedelta(days=-1), "tomorrow at 15:00"),
        (timedelta(hours=-2), "today at 17:00"),
        (timedelta(days=-60), "19 January 2027"),
    ],
)
def test_moments(passed: timedelta, expected: str) -> None:
    with override("en"):
        assert near_or_far(NOW - passed, NOW) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 20), "today"), (date(2026, 11, 21), "tomorrow"), (date(2026, 3, 1), "1 March")],
)
def test_days(day: date, expected: str) -> None:
    with override("en"):
        assert near_or_far(day, NOW) == expected


def test_full_date() -> None:
    with override("en"):
        assert exact(NOW) == "Friday 20 November 2026 at 15:00"
        assert exact(date(2026, 11, 20)) == "Friday 20 November 2026"


def test_machine_readable() -> None:
    assert machine(NOW) == "2026-11-20T15:00+01:00"
    assert machine(date(2026, 11, 20)) == "2026-11-20"


def test_tag_gives_both_and_lets_only_near_ones_move() -> None:
    template = engines["django"].from_string("{% when moment %}")
    near = template.render({"moment": timezone.now() - timedelta(minutes=5)})
    far = template.render({"moment": timezone.now() - timedelta(days=50)})
    assert "data-near" in near
    assert "data-near" not in far
    assert 'datetime="' in far
    assert 'title="' in far


def test_tag_without_a_moment_is_empty() -> None:
    assert engines["django"].from_string("{% when moment %}").render({"moment": None}) == ""
