"""Pages of meetings, and the calendar address of one reader: who sees what, and at what cost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from forum.calendar_addresses import renew_calendar, token_of
from forum.models import CalendarKey, Meeting
from search.indexing import rebuild
from tests.factories.forum import let_in, make_meeting, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\n%%EOF"
SAID = {
    "title_fr": "Pôle médiation",
    "title_nl": "",
    "day": "2031-05-12",
    "starts": "14:00",
    "ends": "16:30",
    "place": "Namur",
    "link": "",
    "agenda": "<p>Tour de table</p>",
}


@pytest.fixture
def member(client):
    someone = make_member()
    client.force_login(someone)
    return someone


@pytest.fixture
def room(member):
    return make_room(animators=[member])


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same(client, room, django_assert_num_queries, rows):
    for number in range(rows):
        make_meeting(room=room)
        make_meeting(room=room, starts_at=timezone.now() - timedelta(days=number + 1))
    client.get(reverse("room_meetings", args=[room.pk]))

    with django_assert_num_queries(11):
        client.get(reverse("room_meetings", args=[room.pk]))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_meeting_costs_the_same(client, room, django_assert_num_queries, rows):
    first = make_meeting(room=room, series="6f1c4c0e-2d0a-4a53-8d3c-6a2d5a7b9c11", topic=make_topic(room=room))
    for _number in range(rows):
        make_meeting(room=room, series=first.series)
    client.get(first.get_absolute_url())

    with django_assert_num_queries(11):
        client.get(first.get_absolute_url())


def test_an_animator_plans_on_a_page(client, room):
    answer = client.post(reverse("plan_meeting", args=[room.pk]), SAID)

    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    page = client.get(answer.url).content.decode()
    for words in ("Pôle médiation", "lundi 12 mai 2031", "16:30", "Namur", "Tour de table"):
        assert words in page


def test_a_series_is_planned_on_a_page(client, room):
    client.post(reverse("plan_meeting", args=[room.pk]), SAID | {"rhythm": "monthly", "times": "4"})

    days = [
        timezone.localtime(start).strftime("%d.%m") for start in Meeting.objects.values_list("starts_at", flat=True)
    ]
    assert days == ["12.05", "09.06", "14.07", "11.08"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title_fr", {"title_fr": ""}),
        ("ends", {"ends": "13:00"}),
        ("day", {"day": "demain"}),
        ("link", {"link": "javascript:alert(1)"}),
        ("times", {"rhythm": "weekly"}),
        ("times", {"rhythm": "weekly", "times": "100000"}),
        ("until", {"rhythm": "weekly", "until": "2030-01-01"}),
        ("rhythm", {"rhythm": "hourly", "times": "3"}),
    ],
)
def test_a_slip_keeps_what_was_typed(client, room, field, said):
    answer = client.post(reverse("plan_meeting", args=[room.pk]), SAID | said)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Tour de table" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_minutes_and_files_are_added_and_taken_away(client, room):
    meeting = make_meeting(room=room)
    there = reverse("change_meeting", args=[meeting.pk])
    file = SimpleUploadedFile("rapport.pdf", PDF)

    client.post(there, SAID | {"minutes": "<p>Présents : douze</p>", "added_files": [file]})

    page = client.get(meeting.get_absolute_url()).content.decode()
    attachment = meeting.attachments.get()
    assert "Présents : douze" in page
    assert attachment.get_absolute_url() in page
    given = client.get(attachment.get_absolute_url())
    assert b"".join(given.streaming_content) == PDF
    client.post(there, SAID | {"removed_files": [attachment.pk]})
    assert not meeting.attachments.exists()


def test_a_file_that_is_not_taken_changes_nothing(client, room):
    meeting = make_meeting(room=room)

    answer = client.post(
        reverse("change_meeting", args=[meeting.pk]), SAID | {"added_files": [SimpleUploadedFile("a.exe", b"MZ\x90\0")]}
    )

    assert "added_files" in answer.context["form"].errors
    assert not meeting.attachments.exists()
    meeting.refresh_from_db()
    assert meeting.place == ""


def test_nobody_takes_away_the_files_of_another_meeting(client, room):
    meeting, other = make_meeting(room=room), make_meeting()
    file = other.attachments.create(name="secret.pdf", content_type="application/pdf", size=1, sha256="0")

    client.post(reverse("change_meeting", args=[meeting.pk]), SAID | {"removed_files": [file.pk]})

    assert other.attachments.exists()


def test_cancelling_asks_first(client, room):
    meeting = make_meeting(room=room)

    client.get(reverse("cancel_meeting", args=[meeting.pk]))
    assert Meeting.objects.get().state == "planned"
    client.post(reverse("cancel_meeting", args=[meeting.pk]))
    assert Meeting.objects.get().state == "cancelled"
    client.post(reverse("restore_meeting", args=[meeting.pk]))
    assert Meeting.objects.get().state == "planned"


@pytest.mark.parametrize("name", ["plan_meeting", "change_meeting", "cancel_meeting", "restore_meeting"])
def test_members_change_nothing(client, member, name):
    room = make_room(members=[member])
    meeting = make_meeting(room=room)
    there = reverse(name, args=[room.pk if name == "plan_meeting" else meeting.pk])

    assert client.post(there, SAID).status_code == 404
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert Meeting.objects.get().changed_at == meeting.changed_at


def test_the_next_meetings_stand_in_the_room_and_in_what_is_new(client, room):
    meeting, over = make_meeting(room=room), make_meeting(room=room, starts_at=timezone.now() - timedelta(days=9))
    elsewhere = make_meeting(room=make_room(access="open"))

    for there in (reverse("room", args=[room.pk]), reverse("whats_new")):
        page = client.get(there).content.decode()
        assert meeting.title in page
        assert over.title not in page
        assert elsewhere.title not in page


def test_a_discussion_that_moved_elsewhere_is_not_named(client, room):
    topic = make_topic(title="Partie ailleurs")
    meeting = make_meeting(room=room, topic=topic)

    assert "Partie ailleurs" not in client.get(meeting.get_absolute_url()).content.decode()


def test_one_meeting_goes_into_a_calendar(client, room):
    meeting = make_meeting(room=room, place="Namur", agenda_html="<p>Confidentiel</p>", sequence=3)

    answer = client.get(reverse("meeting_ics", args=[meeting.pk]))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["summary"], event["location"], event["sequence"]) == (meeting.title, "Namur", 3)
    assert (event["dtstart"].dt, event["dtend"].dt) == (
        meeting.starts_at.replace(microsecond=0), meeting.ends_at.replace(microsecond=0),
    )  # fmt: skip
    assert "Confidentiel" not in answer.content.decode()


def feed_of(key):
    return reverse("member_calendar", args=[token_of(key)])


def titles(answer):
    return {str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_calendar_program_reads_her_rooms_as_they_are_now(client, member, room):
    mine = make_meeting(room=room, agenda_html="<p>Confidentiel</p>", link="https://video.example/secret")
    make_meeting(room=make_room(access="open"))
    make_meeting(room=make_room(access="closed"))
    address = feed_of(renew_calendar(member))
    client.logout()

    answer = client.get(address)
    assert titles(answer) == {mine.title}
    for word in ("Confidentiel", "video.example", room.name, member.email):
        assert word not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    room.memberships.all().delete()
    assert titles(client.get(address)) == set()


def test_a_cancelled_meeting_says_so_to_the_program(client, member, room):
    make_meeting(room=room, state="cancelled")

    (event,) = Calendar.from_ical(client.get(feed_of(renew_calendar(member))).content).walk("VEVENT")
    assert event["status"] == "CANCELLED"


@pytest.mark.parametrize("state", ["deactivated", "erased", "pending"])
def test_the_address_of_who_left_answers_no_more(client, member, room, state):
    address = feed_of(renew_calendar(member))
    member.state = state
    member.save()

    assert client.get(address).status_code == 404


def test_an_address_is_renewed_and_taken_back_by_its_owner(client, member):
    client.post(reverse("renew_calendar"))
    old = feed_of(CalendarKey.objects.get())
    assert old in client.get(reverse("my_calendar")).content.decode()
    assert client.get(reverse("renew_calendar")).status_code == 405
    client.post(reverse("renew_calendar"))
    new = feed_of(CalendarKey.objects.get())
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    client.post(reverse("close_calendar"))
    assert client.get(new).status_code == 404


def test_a_forged_address_is_unknown(client, member):
    key = renew_calendar(member)

    for token in (key.secret, f"{key.secret}.x", "x", "x.y", token_of(key)[:-1], "%00"):
        assert client.get(f"/fr/calendar/{token}/meetings.ics").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_calendar_costs_the_same(client, member, room, django_assert_num_queries, rows):
    for _number in range(rows):
        make_meeting(room=room)
    address = feed_of(renew_calendar(member))
    client.logout()
    client.get(address)

    with django_assert_num_queries(4):
        client.get(address)


def test_search_finds_a_meeting_for_the_rooms_readers_alone(client, room):
    make_meeting(room=room, title_fr="Intervision trimestrielle", minutes_html="<p>Le protocole zébré</p>")
    rebuild()

    there = reverse("search")
    assert "Intervision" in client.get(there, {"q": "zébré"}).content.decode()
    reader = make_member()
    client.force_login(reader)
    assert "Intervision" not in client.get(there, {"q": "zébré"}).content.decode()
    let_in(reader, room=room)
    assert "Intervision" in client.get(there, {"q": "zébré"}).content.decode()
