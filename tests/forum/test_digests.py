"""The digest: what it tells, to whom, when, once; and how it stops."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from forum.comments import edit_comment, remove_comment
from forum.digests import due_period, stop_token, write_digest, write_due_digests
from forum.gathering import gather
from forum.models import Comment, Digest, DigestItem, Follow, Reading, RoomMember, RoomReading
from forum.recipients import DigestCheck
from members.models import Member
from outbox.models import Delivery, Dispatch
from tests.factories.forum import let_in, make_comment, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


def moment(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


MONDAY = moment(2026, 11, 23, 7, 5)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def reader():
    return make_member(digest="daily")


@pytest.fixture
def topic(reader):
    """A topic with its opening comment, in a room of the reader's whose texts may travel."""
    return make_topic(room=make_room(members=[reader], in_mail="text"), created_at=MONDAY - timedelta(hours=3))


def told(member, now=MONDAY):
    rooms = gather(member, since=now - timedelta(days=14))
    return [comment for room in rooms for comment in room.comments]


@pytest.mark.parametrize(
    ("rhythm", "now", "period"),
    [
        ("daily", moment(2026, 11, 23, 6, 59), ""),
        ("daily", moment(2026, 11, 23, 7, 0), "2026-11-23"),
        ("daily", moment(2026, 11, 23, 23, 59), "2026-11-23"),
        ("daily", moment(2026, 11, 21, 9, 0), ""),
        ("weekly", moment(2026, 11, 23, 7, 0), "2026-W48"),
        ("weekly", moment(2026, 11, 24, 7, 0), ""),
        ("weekly", moment(2027, 1, 4, 7, 0), "2027-W01"),
        ("daily", moment(2026, 7, 1, 7, 0), "2026-07-01"),
        ("never", moment(2026, 11, 23, 7, 0), ""),
    ],
)
def test_a_digest_is_due_at_seven_in_brussels(rhythm, now, period):
    assert due_period(rhythm, now=now) == period


def test_a_digest_is_one_mail_with_everything_that_makes_it_stop(reader, topic):
    assert write_due_digests(MONDAY) == 1

    delivery = Delivery.objects.get()
    message = delivery.message
    assert (delivery.address, delivery.recipient_key) == (reader.email, f"member:{reader.pk}")
    assert delivery.dispatch.kind == "digest"
    assert delivery.dispatch.key == f"digest:2026-11-23:member:{reader.pk}"
    assert topic.title in message.html
    assert topic.title in message.text
    assert "Qui a un exemple de protocole" in message.text
    assert "@@token@@" in message.html
    assert "@@token@@" in message.text
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert delivery.tokens["token"] not in message.html
    assert [item.comment for item in DigestItem.objects.all()] == [topic.comments.get()]


def test_never_twice(reader, topic):
    write_due_digests(MONDAY)
    assert write_due_digests(MONDAY + timedelta(minutes=5)) == 0
    assert write_due_digests(TUESDAY) == 0

    comment = make_comment(topic, submit_date=TUESDAY)
    assert write_due_digests(TUESDAY + timedelta(days=1)) == 1
    assert Digest.objects.get(period="2026-11-25").items.get().comment == comment
    assert Delivery.objects.count() == 2


def test_never_empty(reader):
    assert write_due_digests(MONDAY) == 0
    assert not Dispatch.objects.exists()
    assert Digest.objects.get().delivery is None


def test_own_read_removed_and_foreign_comments_are_left_out(reader, topic):
    make_comment(topic, author=reader, submit_date=MONDAY)
    read = make_comment(topic, submit_date=MONDAY)
    Reading.objects.create(member=reader, topic=topic, position=read.position)
    new = make_comment(topic, submit_date=MONDAY)
    make_comment(topic, submit_date=MONDAY, removed_at=MONDAY)
    make_comment(make_topic(room=make_room(access="closed")), submit_date=MONDAY)

    assert told(reader) == [new]


def test_a_room_marked_as_read_is_read(reader, topic):
    RoomReading.objects.create(member=reader, room=topic.room, read_before=MONDAY)
    new = make_comment(topic, submit_date=MONDAY + timedelta(minutes=1))

    assert told(reader) == [new]


def test_what_is_older_than_two_weeks_waits_on_the_site(reader, topic):
    Comment.objects.update(submit_date=MONDAY - timedelta(days=15))

    assert told(reader) == []


@pytest.mark.parametrize(("level", "count"), [("everything", 1), ("mine", 0), ("nothing", 0)])
def test_the_rooms_level_counts(reader, topic, level, count):
    Follow.objects.create(member=reader, room=topic.room, level=level)

    assert len(told(reader)) == count


def test_mine_means_where_she_wrote(reader, topic):
    Follow.objects.create(member=reader, room=topic.room, level="mine")
    make_comment(topic, author=reader, submit_date=MONDAY)

    assert told(reader) == [topic.comments.get(position=1)]


def test_a_followed_topic_is_told_and_a_muted_one_not(reader, topic):
    Follow.objects.create(member=reader, room=topic.room, level="nothing")
    choice = Follow.objects.create(member=reader, topic=topic, level="follow")
    assert len(told(reader)) == 1

    Follow.objects.filter(room__isnull=False).update(level="everything")
    choice.level = "mute"
    choice.save()
    assert told(reader) == []


def test_an_open_room_is_told_to_its_members_only(reader):
    room = make_room(access="open")
    make_topic(room=room, created_at=MONDAY)

    assert told(reader) == []
    let_in(reader, room=room)
    assert len(told(reader)) == 1


def test_a_guest_hears_of_her_topic_alone(topic):
    guest = make_member(state="guest", digest="daily")
    make_guest(guest, topic=topic)
    make_topic(room=topic.room, author=topic.author, created_at=MONDAY)

    assert told(guest) == [topic.comments.get()]


def test_by_room_then_by_topic_newest_first(reader, topic):
    older = make_topic(room=topic.room, author=topic.author, created_at=MONDAY - timedelta(hours=9))
    answer = make_comment(topic, submit_date=MONDAY - timedelta(hours=1))
    other = make_topic(room=make_room(members=[reader]), created_at=MONDAY - timedelta(hours=5))

    rooms = gather(reader, since=MONDAY - timedelta(days=14))

    assert [told_room.room for told_room in rooms] == [topic.room, other.room]
    assert [told_topic.topic for told_topic in rooms[0].topics] == [topic, older]
    assert rooms[0].topics[0].comments == [answer, topic.comments.get(position=1)]


@pytest.mark.parametrize(
    ("in_mail", "title", "text"), [("text", True, True), ("title", True, False), ("nothing", False, False)]
)
def test_a_room_decides_what_mail_may_carry(reader, topic, in_mail, title, text):
    room = topic.room
    room.in_mail = in_mail
    room.save()
    topic.title = "TITRE-MARQUE"
    topic.save()
    Comment.objects.update(body_html="<p>TEXTE-MARQUE</p>")

    write_due_digests(MONDAY)

    message = Delivery.objects.get().message
    assert "MARQUE" not in message.subject
    for part in (message.html, message.text):
        assert ("TITRE-MARQUE" in part) is title
        assert ("TEXTE-MARQUE" in part) is text
        assert room.name_fr.upper() in part.upper()


def test_the_mail_speaks_the_readers_language(topic):
    reader = make_member(language="nl", digest="daily")
    let_in(reader, room=topic.room)

    with translation.override("fr"):
        write_due_digests(MONDAY)

    delivery = Delivery.objects.get(recipient_key=f"member:{reader.pk}")
    assert delivery.language == delivery.message.language == "nl"
    assert "/nl/discussions/" in delivery.message.html
    assert "/fr/" not in delivery.message.html + delivery.message.text
    assert topic.room.name_nl in delivery.message.html


def test_marks_that_people_write_stay_words(reader, topic):
    Comment.objects.update(body_html="<p>@@token@@ [[token]] @@autre@@</p>")

    assert write_due_digests(MONDAY) == 1
    assert Delivery.objects.get().message.tokens == ["token"]


def test_html_in_words_stays_words(reader, topic):
    Comment.objects.update(body_html="<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</p>")

    write_due_digests(MONDAY)

    message = Delivery.objects.get().message
    assert "<script>" not in message.html
    assert "<script>alert(1)</script> & co" in message.text


def test_a_weekly_reader_gets_it_on_mondays(topic):
    weekly = make_member(digest="weekly")
    let_in(weekly, room=topic.room)
    make_member(digest="never")

    write_due_digests(TUESDAY)
    assert not Digest.objects.filter(member=weekly).exists()
    write_due_digests(MONDAY)
    assert Digest.objects.get(member=weekly).period == "2026-W48"


@pytest.mark.parametrize("state", ["pending", "rejected", "deactivated", "erased"])
def test_only_approved_people_get_one(reader, topic, state):
    reader.state = state
    reader.save()

    assert write_due_digests(MONDAY) == 0


def refusal(digest):
    key, recipient = digest.delivery.dispatch.key, digest.delivery.recipient_key
    return DigestCheck().refused(key, [recipient]).get(recipient)


def written(reader):
    return write_digest(reader, period="2026-11-23", now=timezone.now())


def test_a_digest_that_still_holds_may_leave(reader, topic):
    Comment.objects.update(submit_date=timezone.now())

    assert refusal(written(reader)) is None


def test_a_digest_is_refused_when_its_reader_has_changed(reader, topic):
    Comment.objects.update(submit_date=timezone.now())
    digest = written(reader)

    Member.objects.update(digest="never")
    assert refusal(digest) == "unsubscribed"
    Member.objects.update(digest="daily", state="deactivated", is_active=False)
    assert refusal(digest) == "inactive"
    assert DigestCheck().refused("digest:other", ["member:1"]) == {"member:1": "withdrawn"}


def test_a_digest_is_refused_when_nothing_of_it_is_hers_any_more(reader, topic):
    Comment.objects.update(submit_date=timezone.now())
    digest = written(reader)

    RoomMember.objects.filter(member=reader).delete()

    assert refusal(digest) == "unreadable"


def test_a_digest_with_words_taken_back_is_written_anew(reader, topic):
    animator = make_member()
    let_in(animator, room=topic.room, role="animator")
    kept = make_comment(topic, body_html="<p>Gardé</p>")
    gone = make_comment(topic, body_html="<p>Retiré</p>")
    first = written(reader)
    before = first.delivery
    remove_comment(gone, by=animator, reason="Nom")

    assert refusal(first) == "outdated"
    Delivery.objects.update(state="skipped", reason="outdated")
    write_due_digests()

    again = Digest.objects.get(member=reader)
    assert again.delivery != before
    assert "Retiré" not in again.delivery.message.html
    assert "Gardé" in again.delivery.message.html
    assert gone not in [item.comment for item in again.items.all()]
    assert kept in [item.comment for item in again.items.all()]


def test_a_digest_with_corrected_words_is_written_anew(reader, topic):
    Comment.objects.update(submit_date=timezone.now())
    digest = written(reader)

    edit_comment(topic.comments.get(), by=topic.author, body_html="<p>Corrigé</p>", language="fr")

    assert refusal(digest) == "outdated"


def stop_page(reader):
    return reverse("digest_rhythm", args=[stop_token(reader)])


def test_looking_at_the_stop_page_changes_nothing(client, reader):
    assert client.get(stop_page(reader)).status_code == 200
    assert client.head(stop_page(reader)).status_code == 200
    reader.refresh_from_db()
    assert reader.digest == "daily"


@pytest.mark.parametrize("rhythm", ["weekly", "never"])
def test_the_rhythm_changes_by_the_mails_link_without_a_login(client, reader, rhythm):
    assert client.post(stop_page(reader), {"rhythm": rhythm}).status_code == 200
    reader.refresh_from_db()
    assert reader.digest == rhythm


def test_one_click_stops_it(reader):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post(stop_page(reader), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 204
    reader.refresh_from_db()
    assert reader.digest == "never"


def test_a_made_up_token_is_unknown(client, reader):
    forged = stop_token(reader)[:-2] + "xx"
    for token in (forged, "x", "1:2:3"):
        assert client.get(reverse("digest_rhythm", args=[token])).status_code == 404


def test_nonsense_is_refused_and_changes_nothing(client, reader):
    assert client.post(stop_page(reader), {"rhythm": "hourly"}).status_code == 422
    reader.refresh_from_db()
    assert reader.digest == "daily"


def test_the_check_reads_a_number_of_rows_that_does_not_grow(reader, topic, django_assert_max_num_queries):
    for _number in range(20):
        make_comment(topic)
    digest = written(reader)

    with django_assert_max_num_queries(4):
        refusal(digest)


def test_what_a_comment_quotes_is_marked_in_the_mail(reader, topic):
    make_comment(topic, submit_date=MONDAY, body_html="<blockquote><p>Ses mots</p></blockquote><p>Les miens</p>")
    write_due_digests(MONDAY + timedelta(minutes=1))
    message = Delivery.objects.get().message
    assert "  > Ses mots\n\n  Les miens" in message.text
    assert "&gt; Ses mots" in message.html
