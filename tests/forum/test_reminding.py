"""What the clock reminds of: kept comments on their day, and questions that nobody has answered."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from forum.comments import add_comment
from forum.models import Kept, Notice, RoomMember, Topic
from forum.reminding import remind, tell_unanswered, working_days_ago
from tests.factories.forum import let_in, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


def moment(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


@pytest.fixture
def kept():
    topic, member = make_topic(), make_member()
    let_in(member, room=topic.room)
    comment = topic.comments.get()
    return Kept.objects.create(member=member, comment=comment, remind_on=date(2026, 11, 24), note="Rappeler Anna")


def test_a_reminder_comes_once_at_seven_of_its_day(kept):
    assert remind(moment(2026, 11, 24, 6, 59)) == 0
    assert remind(moment(2026, 11, 24, 7, 0)) == 1
    assert remind(moment(2026, 11, 24, 7, 5)) == 0

    notice = kept.member.notices.get()
    assert (notice.reason, notice.comment, notice.words) == ("reminder", kept.comment, "Rappeler Anna")


def test_a_clock_that_stood_still_catches_up(kept):
    assert remind(moment(2026, 11, 26, 3, 0)) == 1


def test_nobody_is_reminded_of_what_she_may_not_read(kept):
    RoomMember.objects.filter(member=kept.member).delete()

    assert remind(moment(2026, 11, 24, 8, 0)) == 0
    kept.refresh_from_db()
    assert kept.reminded_at
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("now", "ago"),
    [
        (moment(2026, 11, 20, 10, 0), moment(2026, 11, 13, 10, 0)),
        (moment(2026, 11, 23, 10, 0), moment(2026, 11, 16, 10, 0)),
        (moment(2026, 11, 22, 10, 0), moment(2026, 11, 16, 10, 0)),
        (moment(2026, 11, 25, 10, 0), moment(2026, 11, 18, 10, 0)),
    ],
)
def test_weekends_do_not_count(now, ago):
    assert working_days_ago(5, now=now) == ago


@pytest.fixture
def animator():
    return make_member()


def ask(animator, **fields):
    room = make_room(animators=[animator])
    return make_topic(room=room, **{"kind": "question", "created_at": timezone.now() - timedelta(days=8)} | fields)


def test_animators_hear_once_of_a_question_without_an_answer(animator):
    topic = ask(animator)

    assert tell_unanswered() == 1
    assert tell_unanswered() == 0
    notice = animator.notices.get()
    assert (notice.reason, notice.topic, notice.about) == ("unanswered", topic, f"unanswered:{topic.pk}")
    Notice.objects.update(seen_at=timezone.now())
    assert tell_unanswered() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "discussion"},
        {"state": "closed"},
        {"created_at": timezone.now() - timedelta(days=3)},
        {"created_at": timezone.now() - timedelta(days=90)},
    ],
)
def test_others_are_no_open_questions(animator, fields):
    ask(animator, **fields)

    assert tell_unanswered() == 0


def test_an_answered_question_is_none_and_a_need_is_one(animator):
    answered = ask(animator)
    let_in(helper := make_member(), room=answered.room)
    add_comment(answered, author=helper, body_html="<p>Oui</p>", language="fr")
    ask(animator, kind="need")

    assert tell_unanswered() == 1
    assert animator.notices.get().topic.kind == Topic.Kind.NEED


def test_an_animators_own_question_is_not_told_to_herself(animator):
    ask(animator, author=animator)

    assert tell_unanswered() == 0
