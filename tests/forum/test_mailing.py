"""The mails of notices: one per topic until the reader comes back, in her language, and only what the room lets out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from forum import mailing
from forum.comments import add_comment, edit_comment, remove_comment
from forum.digests import stop_token, write_digest
from forum.following import follow_topic
from forum.gathering import gather
from forum.mailing import write_due_mails
from forum.models import Comment, Follow, Notice, Reading, RoomMember
from forum.recipients import NoticeCheck
from forum.spreading import tell_untold
from forum.telling import tell
from members.models import Member
from outbox.mime import build
from outbox.models import Delivery
from outbox.sending import send_due
from tests.factories.forum import let_in, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return make_member(digest="now", language="nl", name="Nele Lezer")


@pytest.fixture
def topic(reader):
    return make_topic(
        room=make_room(members=[reader], in_mail="text", name_nl="Bemiddeling"),
        author=make_member(name="Anna Auteur"),
        title="TITRE-MARQUE",
    )


def later():
    return timezone.now() + timedelta(minutes=3)


def say(topic, body="TEXTE-MARQUE", **fields):
    comment = add_comment(
        topic, author=fields.pop("author", topic.author), body_html=f"<p>{body}</p>", language="fr", **fields
    )
    tell_untold()
    return comment


@pytest.fixture(autouse=True)
def readable(topic):
    let_in(topic.author, room=topic.room)


def test_a_mail_waits_for_second_thoughts_and_is_then_written_once(topic, reader):
    say(topic)

    assert write_due_mails() == 0
    assert write_due_mails(later()) == 1
    assert write_due_mails(later()) == 0
    notice = reader.notices.get()
    assert (notice.mail, notice.delivery) == ("written", Delivery.objects.get())
    assert notice.delivery.address == reader.email
    assert notice.delivery.dispatch.key == f"notice:{notice.pk}"


def test_one_mail_per_topic_until_she_comes_back(client, topic, reader):
    say(topic)
    write_due_mails(later())
    say(topic)
    write_due_mails(later())
    assert Delivery.objects.count() == 1

    client.force_login(reader)
    client.get(topic.get_absolute_url())
    say(topic)
    write_due_mails(later())
    assert Delivery.objects.count() == 2


def test_a_burst_is_one_mail(topic, reader):
    for number in range(3):
        say(topic, f"Mot {number}")
    write_due_mails(later())

    text = Delivery.objects.get().message.text
    assert all(f"Mot {number}" in text for number in range(3))
    assert text.index("Mot 0") < text.index("Mot 2")


def test_the_mail_speaks_the_readers_language_whoever_writes(topic, reader):
    with translation.override("fr"):
        say(topic)
        write_due_mails(later())

    message = Delivery.objects.get().message
    assert message.language == "nl"
    assert "/nl/" in message.text
    assert "/fr/" not in message.html + message.text
    assert "Bemiddeling" in message.text
    assert 'lang="fr"' in message.html


@pytest.mark.parametrize(
    ("in_mail", "title", "text"), [("text", True, True), ("title", True, False), ("nothing", False, False)]
)
def test_the_room_decides_what_the_mail_may_carry(topic, reader, in_mail, title, text):
    topic.room.in_mail = in_mail
    topic.room.save()
    say(topic)
    write_due_mails(later())

    message = Delivery.objects.get().message
    for part in (message.subject, message.html, message.text):
        assert ("TITRE-MARQUE" in part) is title
        assert ("Anna Auteur" in part) is text
    assert ("TEXTE-MARQUE" in message.html) is ("TEXTE-MARQUE" in message.text) is text


def test_who_wants_no_mail_at_once_gets_none(topic, reader):
    Member.objects.filter(pk=reader.pk).update(digest="weekly")
    say(topic)

    assert write_due_mails(later()) == 0


def test_the_final_bytes_thread_and_unsubscribe(topic, reader):
    say(topic)
    write_due_mails(later())

    mail = build(Delivery.objects.get()).decode()
    root = f"<topic.{topic.pk}@"
    assert f"References: {root}" in mail
    assert f"In-Reply-To: {root}" in mail
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    assert "@@" not in mail
    assert stop_token(reader, topic=topic).partition(":")[0] in mail


def test_the_reply_address_is_the_readers_own(topic, reader, monkeypatch):
    monkeypatch.setattr(mailing, "reply_address", lambda member, topic: f"r+{member.pk}.{topic.pk}@parvis.example")
    say(topic)
    write_due_mails(later())

    delivery = Delivery.objects.get()
    assert delivery.dispatch.reply_to == f"r+{reader.pk}.{topic.pk}@parvis.example"


def refusal(reader):
    delivery = Delivery.objects.order_by("pk").last()
    return NoticeCheck().refused(delivery.dispatch.key, [delivery.recipient_key]).get(delivery.recipient_key)


@pytest.fixture
def written(topic, reader):
    comment = say(topic)
    assert write_due_mails(later()) == 1
    assert refusal(reader) is None
    return comment


def test_refused_when_she_has_read_it_meanwhile(topic, reader, written):
    Reading.objects.create(member=reader, topic=topic, position=written.position)
    assert refusal(reader) == "seen"
    Reading.objects.all().delete()
    Notice.objects.update(seen_at=timezone.now())
    assert refusal(reader) == "seen"


def test_refused_when_she_may_not_or_does_not_want_to(topic, reader, written):
    mine = RoomMember.objects.filter(member=reader)
    mine.update(until=timezone.now())
    assert refusal(reader) == "unreadable"
    mine.update(until=None)
    follow_topic(topic, member=reader, level="mute")
    assert refusal(reader) == "unsubscribed"
    Follow.objects.all().delete()
    Member.objects.filter(pk=reader.pk).update(digest="never")
    assert refusal(reader) == "unsubscribed"
    Member.objects.filter(pk=reader.pk).update(state="deactivated", is_active=False)
    assert refusal(reader) == "inactive"
    Notice.objects.all().delete()
    assert refusal(reader) == "withdrawn"


def test_other_notices_and_other_keys_are_not_its_business():
    assert NoticeCheck().refused("join-request:3:asked", ["member:1"]) == {}


def test_words_that_changed_before_it_left_are_written_anew(topic, reader, written):
    edit_comment(written, by=topic.author, body_html="<p>Corrigé</p>", language="fr")
    assert refusal(reader) == "outdated"
    send_due()
    assert Delivery.objects.get().reason == "outdated"

    assert write_due_mails(later()) == 1
    assert "Corrigé" in Delivery.objects.last().message.text
    assert refusal(reader) is None


def test_words_that_were_removed_never_leave(topic, reader, written):
    animator = make_member()
    let_in(animator, room=topic.room, role="animator")
    remove_comment(written, by=animator, reason="Nom")
    send_due()

    assert Delivery.objects.get().state == "skipped"
    assert write_due_mails(later()) == 0


def test_it_leaves_and_the_worker_asks(topic, reader, written, settings, tmp_path):
    send_due()

    assert Delivery.objects.get().state == "sent"


def test_who_goes_over_to_a_digest_is_not_told_twice(topic, reader, written):
    reader.digest = "daily"
    reader.save()
    topic.comments.filter(position=1).update(submit_date=timezone.now() - timedelta(days=20))
    assert gather(reader, since=timezone.now() - timedelta(days=14)) == []

    new = say(topic)
    (room,) = gather(reader, since=timezone.now() - timedelta(days=14))
    assert room.comments == [new]


def test_what_is_no_comment_comes_with_the_next_digest_once(topic, reader):
    reader.digest = "weekly"
    reader.save()
    Comment.objects.update(submit_date=timezone.now() - timedelta(days=20))
    tell([reader], about="room:1", reason="moved", room=topic.room, topic=topic)
    assert write_due_mails(later()) == 0

    digest = write_digest(reader, period="2026-W47", now=timezone.now())
    assert digest
    assert "TITRE-MARQUE" in digest.delivery.message.text
    assert write_digest(reader, period="2026-W48", now=timezone.now()) is None


def test_a_reminder_is_mailed_at_once_to_everybody_but_who_wants_no_mail(topic, reader):
    calm, silent = make_member(digest="weekly"), make_member(digest="never")
    for member in (calm, silent):
        let_in(member, room=topic.room)
    comment = topic.comments.get()
    tell([calm, silent], about="kept:1", reason="reminder", room=topic.room, topic=topic, comment=comment, words="NOTE")

    assert write_due_mails() == 1
    delivery = Delivery.objects.get()
    assert delivery.address == calm.email
    assert "NOTE" in delivery.message.text


def stop_page(reader, topic):
    return reverse("digest_rhythm", args=[stop_token(reader, topic=topic)])


def test_looking_at_the_link_changes_nothing_and_shows_the_choices(client, topic, reader):
    page = client.get(stop_page(reader, topic))

    assert "TITRE-MARQUE" in page.content.decode()
    assert not Follow.objects.exists()
    reader.refresh_from_db()
    assert reader.digest == "now"


def test_the_link_mutes_the_topic_alone(client, topic, reader):
    assert client.post(stop_page(reader, topic), {"mute": "1"}).status_code == 200

    assert Follow.objects.get().level == "mute"
    reader.refresh_from_db()
    assert reader.digest == "now"


def test_one_click_stops_all_of_them(topic, reader):
    answer = Client(enforce_csrf_checks=True).post(stop_page(reader, topic), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 204
    reader.refresh_from_db()
    assert reader.digest == "never"


def test_the_link_tells_no_title_to_who_lost_the_room(client, topic, reader):
    RoomMember.objects.filter(member=reader).delete()
    page = client.get(stop_page(reader, topic))

    assert page.status_code == 200
    assert "TITRE-MARQUE" not in page.content.decode()
