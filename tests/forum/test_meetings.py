"""Meetings: planned once or in series, changed, cancelled; the room's members are told, and nobody else."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from forum.errors import NotAllowedError
from forum.meetings import cancel_meeting, change_meeting, plan_meeting, restore_meeting
from forum.models import Follow, Meeting, Notice
from forum.series import MOST, starts_of
from forum.telling_of_meetings import in_words
from tests.factories.forum import make_guest, make_meeting, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


def on_the_wall(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


@pytest.fixture
def animator():
    return make_member()


@pytest.fixture
def room(animator):
    return make_room(animators=[animator])


def plan(room, by, **fields):
    start = timezone.now() + timedelta(days=7)
    return plan_meeting(
        room, by=by, **{"title_fr": "Pôle", "starts_at": start, "ends_at": start + timedelta(hours=2)} | fields
    )


def test_an_animator_plans_and_the_rooms_members_are_told(room, animator):
    reader, quiet, outside = make_member(), make_member(), make_member()
    for member in (reader, quiet):
        room.memberships.create(member=member)
    Follow.objects.create(member=quiet, room=room, level="nothing")

    meeting = plan(room, animator, agenda_html="<p>Bonjour<script>x</script></p>")

    assert "script" not in meeting.agenda_html
    notice = Notice.objects.get()
    assert (notice.member, notice.about, notice.reason, notice.room) == (
        reader,
        f"meeting:{meeting.pk}",
        "meeting",
        room,
    )
    assert list(Meeting.objects.visible_to(reader)) == [meeting]
    assert not Meeting.objects.visible_to(outside).exists()


def test_each_is_told_in_her_own_language(room, animator):
    french, dutch = make_member(language="fr"), make_member(language="nl")
    for member in (french, dutch):
        room.memberships.create(member=member)

    plan(room, animator, title_fr="Pôle médiation", title_nl="Pool bemiddeling")

    assert Notice.objects.get(member=french).words.startswith("Pôle médiation")
    assert Notice.objects.get(member=dutch).words.startswith("Pool bemiddeling")


def test_members_plan_nothing_but_the_author_of_a_date_poll_its_meeting(room, animator):
    member = make_member()
    room.memberships.create(member=member)
    hers, other = make_topic(room=room, author=member), make_topic(room=room)

    for topic in (None, other):
        with pytest.raises(NotAllowedError):
            plan(room, member, topic=topic)
    assert plan(room, member, topic=hers).topic == hers
    with pytest.raises(NotAllowedError):
        plan(make_room(members=[member]), member, topic=hers)


def test_a_weekly_series_keeps_its_hour_over_summer_time():
    first = on_the_wall(2026, 3, 20, 14, 0)

    starts = starts_of(first, rhythm="weekly", times=3)

    assert [timezone.localtime(start).strftime("%d.%m %H:%M") for start in starts] == [
        "20.03 14:00", "27.03 14:00", "03.04 14:00",
    ]  # fmt: skip


def test_a_fortnightly_series_goes_on_until_a_day():
    starts = starts_of(on_the_wall(2026, 1, 5, 9, 0), rhythm="fortnightly", until=date(2026, 2, 2))

    assert [timezone.localtime(start).day for start in starts] == [5, 19, 2]


@pytest.mark.parametrize(
    ("first", "days"),
    [((2026, 1, 13, 9, 0), [13, 10, 10, 14]), ((2026, 3, 31, 9, 0), [31, 28, 26, 30])],
)
def test_a_monthly_series_stays_on_its_weekday_and_a_fifth_becomes_the_last(first, days):
    starts = starts_of(on_the_wall(*first), rhythm="monthly", times=4)

    assert [timezone.localtime(start).day for start in starts] == days
    assert {timezone.localtime(start).weekday() for start in starts} == {1}


def test_a_series_has_an_end_even_when_its_date_is_a_slip_of_the_pen():
    assert len(starts_of(on_the_wall(2026, 1, 5, 9, 0), rhythm="weekly", until=date(9999, 12, 31))) == MOST


def test_a_series_shares_its_key_and_is_told_once(room, animator):
    reader = make_member()
    room.memberships.create(member=reader)

    first = plan(room, animator, rhythm="monthly", times=6)

    assert Meeting.objects.filter(series=first.series).count() == 6
    assert Notice.objects.get().member == reader


def test_a_change_moves_those_to_come_and_leaves_what_is_over(room, animator):
    first = plan(room, animator, rhythm="weekly", times=4)
    second, third = Meeting.objects.filter(series=first.series)[1:3]
    agenda = third.agenda_html

    change_meeting(
        second,
        by=animator,
        whole_series=True,
        starts_at=second.starts_at + timedelta(hours=1),
        ends_at=second.ends_at + timedelta(hours=2),
        place="Namur",
        agenda_html="<p>Le sien</p>",
    )

    before = first.starts_at
    first.refresh_from_db()
    moved = Meeting.objects.get(pk=third.pk)
    assert (first.place, first.starts_at, first.sequence) == ("", before, 0)
    assert (moved.place, moved.starts_at - third.starts_at, moved.ends_at - third.ends_at) == (
        "Namur", timedelta(hours=1), timedelta(hours=2),
    )  # fmt: skip
    assert (moved.agenda_html, moved.sequence) == (agenda, 1)


def test_one_of_a_series_changes_alone(room, animator):
    first = plan(room, animator, rhythm="weekly", times=2)

    change_meeting(first, by=animator, place="Gand")

    assert Meeting.objects.filter(place="Gand").count() == 1


def test_minutes_are_nobodys_alarm(room, animator):
    reader = make_member()
    room.memberships.create(member=reader)
    meeting = make_meeting(room=room)

    change_meeting(meeting, by=animator, minutes_html="<p>Présents…</p>")
    assert not Notice.objects.exists()
    change_meeting(meeting, by=animator, place="Liège")
    assert Notice.objects.get().member == reader


def test_a_change_is_told_anew_to_who_has_not_seen_the_plan_yet(room, animator):
    reader = make_member(digest="now")
    room.memberships.create(member=reader)
    meeting = plan(room, animator)
    Notice.objects.update(mail="written")

    cancel_meeting(meeting, by=animator)

    notice = Notice.objects.unseen().get()
    assert (notice.member, notice.mail, notice.words) == (reader, "due", in_words(meeting))


def test_what_is_over_is_corrected_in_silence(room, animator):
    room.memberships.create(member=make_member())
    meeting = make_meeting(room=room, starts_at=timezone.now() - timedelta(days=2))

    change_meeting(meeting, by=animator, place="Liège")

    assert not Notice.objects.exists()


def test_cancelling_tells_and_can_be_taken_back(room, animator):
    reader = make_member()
    room.memberships.create(member=reader)
    first = plan(room, animator, rhythm="weekly", times=3)
    Notice.objects.all().delete()

    cancel_meeting(first, by=animator, whole_series=True)
    assert set(Meeting.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Notice.objects.unseen().count() == 1
    restore_meeting(first, by=animator)
    assert Meeting.objects.filter(state="planned").get() == first


@pytest.mark.parametrize("verb", [cancel_meeting, restore_meeting, change_meeting])
def test_only_animators_change(room, verb):
    member, elsewhere = make_member(), make_member()
    room.memberships.create(member=member)
    make_room(animators=[elsewhere])
    meeting = make_meeting(room=room)

    for person in (member, elsewhere):
        with pytest.raises(NotAllowedError):
            verb(meeting, by=person)


def test_the_guest_of_a_topic_knows_of_no_meeting(room):
    guest = make_member(state="guest")
    make_guest(guest, topic=make_topic(room=room))
    make_meeting(room=room)

    assert not Meeting.objects.visible_to(guest).exists()
