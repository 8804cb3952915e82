"""Answers by mail: from her own address they stand at once, else they wait for her click; a failure is explained."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.models import Attachment, Comment, Room, Topic
from forum.replying import is_reply_address, read_address, reply_address
from inbox.models import Received
from inbox.storing import store
from inbox.tidying import tidy
from members.models import Member
from outbox.models import Delivery
from tests.factories.forum import let_in, make_guest, make_room, make_topic
from tests.factories.inbox import make_mail, receive
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
State = Received.State
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def anne() -> Member:
    return make_member(email="anne@namur.be", name="Anne Dupont")


@pytest.fixture
def topic(anne: Member) -> Topic:
    topic = make_topic(title="Protocole parquet", room=make_room(access=Room.Access.CLOSED, in_mail="text"))
    let_in(anne, room=topic.room)
    return topic


def answer(member: Member, topic: Topic, words: str = "Voici notre protocole.", **fields: Any) -> Received:
    return receive(make_mail(words, to=reply_address(member, topic), **fields))


def last_comment(topic: Topic) -> Comment:
    return Comment.objects.filter(topic=topic).latest("position")


def mails_to(address: str) -> list[Delivery]:
    return list(Delivery.objects.filter(address=address).select_related("message").order_by("pk"))


def test_an_address_survives_any_case_and_fits_a_mailbox(anne: Member, topic: Topic) -> None:
    address = reply_address(anne, topic)
    assert len(address.partition("@")[0]) <= 64
    read = read_address(address.upper())
    assert read is not None
    assert (read.member, read.topic) == (anne.pk, topic.pk)


def test_an_address_cannot_be_made_up(anne: Member, topic: Topic) -> None:
    local, _at, domain = reply_address(anne, topic).partition("@")
    other = reply_address(make_member(), topic).partition("@")[0]
    assert read_address(f"{other[:20]}{local[20:]}@{domain}") is None
    assert read_address(f"{local[:-1]}@{domain}") is None
    assert read_address(f"{local}@elsewhere.example") is None


def test_without_a_setting_there_is_no_address(anne: Member, topic: Topic, settings: Any) -> None:
    address = reply_address(anne, topic)
    settings.INBOUND_ADDRESS = ""
    assert reply_address(anne, topic) == ""
    assert not is_reply_address(address)


def test_an_answer_from_her_own_address_becomes_a_comment(anne: Member, topic: Topic) -> None:
    words = "Dank u, wij hebben zo een protocol met het parket van Gent."
    received = answer(anne, topic, f"{words}\n\nOp ma 20 nov. 2026 om 10:00 schreef Parvis <x@y.be>:\n> Wie?\n")
    comment = last_comment(topic)
    assert received.state == State.DONE
    assert received.route == "reply"
    assert comment.user == anne
    assert comment.body_html == f"<p>{words}</p>"
    assert comment.language == "nl"
    assert mails_to(anne.email) == []


def test_the_same_mail_twice_is_one_comment(anne: Member, topic: Topic) -> None:
    raw = make_mail(to=reply_address(anne, topic))
    receive(raw)
    receive(raw)
    assert Received.objects.count() == 1
    assert topic.comments.count() == 2


def test_a_mail_that_is_handled_again_says_nothing_new(anne: Member, topic: Topic) -> None:
    received = answer(anne, topic)
    Topic.objects.filter(pk=topic.pk).update(state=Topic.State.CLOSED)
    Received.objects.filter(pk=received.pk).update(state=State.NEW, not_before=timezone.now(), attempts=0)
    from inbox.handling import handle_due

    handle_due()
    received.refresh_from_db()
    assert received.state == State.DONE
    assert topic.comments.count() == 2
    assert mails_to(anne.email) == []


def test_words_of_a_mail_are_never_markup(anne: Member, topic: Topic) -> None:
    answer(anne, topic, "<script>alert(1)</script> et <b>gras</b>", html="")
    assert "<script" not in last_comment(topic).body_html


def test_what_she_answers_between_quoted_lines_stays_between_them(anne: Member, topic: Topic) -> None:
    answer(anne, topic, "> Qui a un protocole ?\nNous.\n> Depuis quand ?\nDepuis 2019.\n")
    assert last_comment(topic).body_html == (
        "<blockquote><p>Qui a un protocole ?</p></blockquote><p>Nous.</p>"
        "<blockquote><p>Depuis quand ?</p></blockquote><p>Depuis 2019.</p>"
    )


def test_a_file_comes_along_and_a_program_is_left_out(anne: Member, topic: Topic) -> None:
    received = answer(anne, topic, files={"protocole.pdf": PDF, "virus.exe": b"MZ\x90\x00" * 40})
    assert received.state == State.DONE
    attachment = Attachment.objects.get(comment=last_comment(topic))
    assert attachment.name == "protocole.pdf"
    (mail,) = mails_to(anne.email)
    assert "virus.exe" in mail.message.text
    assert "protocole.pdf" not in mail.message.text


@pytest.mark.parametrize("case", ["not authentic", "another address", "an address not verified", "two senders"])
def test_what_is_not_surely_hers_waits_for_her_click(client: Client, anne: Member, topic: Topic, case: str) -> None:
    fields: dict[str, Any] = {"sender": anne.email, "authentic": case != "not authentic"}
    if case == "another address":
        fields["sender"] = "anne@gmail.com"
    if case == "an address not verified":
        anne.emailaddress_set.create(email="anne@prive.be", verified=False)
        fields["sender"] = "anne@prive.be"
    raw = make_mail(to=reply_address(anne, topic), **fields)
    if case == "two senders":
        raw = b"From: anne@namur.be\n" + raw
    received = receive(raw)
    assert received.state == State.WAITING
    assert topic.comments.count() == 1
    (mail,) = mails_to(anne.email)
    page = reverse("waiting_answer", args=[received.pk])
    assert page.split("/", 2)[2] in mail.message.text
    client.force_login(anne)
    assert "Voici notre protocole." in client.get(page).content.decode()
    assert topic.comments.count() == 1
    client.post(page)
    assert last_comment(topic).body_html == "<p>Voici notre protocole.</p>"
    received.refresh_from_db()
    assert received.state == State.DONE
    assert client.get(page).status_code == 404


def test_nobody_else_sees_the_page(client: Client, anne: Member, topic: Topic) -> None:
    received = answer(anne, topic, authentic=False)
    client.force_login(topic.author)
    for name in ("waiting_answer", "discard_answer"):
        assert client.post(reverse(name, args=[received.pk])).status_code == 404
    received.refresh_from_db()
    assert received.state == State.WAITING


def test_she_may_discard_it(client: Client, anne: Member, topic: Topic) -> None:
    received = answer(anne, topic, authentic=False)
    client.force_login(anne)
    client.post(reverse("discard_answer", args=[received.pk]))
    received.refresh_from_db()
    assert (received.state, received.reason) == (State.REFUSED, "discarded")
    assert topic.comments.count() == 1


def test_after_seven_days_it_waits_no_more(client: Client, anne: Member, topic: Topic) -> None:
    received = answer(anne, topic, authentic=False)
    Received.objects.update(handled_at=timezone.now() - timedelta(days=7, minutes=1))
    client.force_login(anne)
    assert client.post(reverse("waiting_answer", args=[received.pk])).status_code == 404
    tidy()
    received.refresh_from_db()
    assert (received.state, received.reason) == (State.REFUSED, "unconfirmed")


def test_a_leaked_address_fills_nobodys_mailbox(anne: Member, topic: Topic) -> None:
    states = [answer(anne, topic, authentic=False).state for _number in range(12)]
    assert states.count(State.WAITING) == len(mails_to(anne.email)) == 10
    assert states[-1] == State.REFUSED


def lose_the_room(anne: Member, topic: Topic) -> None:
    topic.room.memberships.filter(member=anne).delete()


def close(anne: Member, topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(state=Topic.State.CLOSED)


@pytest.mark.parametrize(
    ("change", "reason"),
    [(lose_the_room, "forbidden"), (close, "closed")],
)
def test_a_failure_is_explained_to_her_with_her_words(anne: Member, topic: Topic, change: Any, reason: str) -> None:
    Member.objects.filter(pk=anne.pk).update(language="nl")
    address = reply_address(anne, topic)
    change(anne, topic)
    received = receive(make_mail("Voici notre protocole secret.", to=address))
    assert (received.state, received.reason) == (State.REFUSED, reason)
    (mail,) = mails_to("anne@namur.be")
    assert mail.language == "nl"
    assert "Voici notre protocole secret." in mail.message.text
    assert "Voici notre protocole secret." in mail.message.html
    assert topic.title not in mail.message.text + mail.message.html + mail.message.subject


def test_an_old_address_is_explained(anne: Member, topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr("forum.replying.timezone.now", lambda: long_ago)
        long_ago = timezone.datetime.now(tz=timezone.get_current_timezone()) - timedelta(days=32)  # type: ignore[attr-defined]
        address = reply_address(anne, topic)
    received = receive(make_mail(to=address))
    assert (received.state, received.reason) == (State.REFUSED, "expired")
    assert len(mails_to(anne.email)) == 1


def test_an_empty_answer_is_explained(anne: Member, topic: Topic) -> None:
    assert answer(anne, topic, "> Qui a un protocole ?\n").reason == "empty"
    assert len(mails_to(anne.email)) == 1


def test_an_answer_too_large_is_explained_with_its_beginning(anne: Member, topic: Topic) -> None:
    raw = make_mail(to=reply_address(anne, topic))
    store(raw, size=26 * 1024 * 1024)
    received = receive(raw)
    assert (received.state, received.reason) == (State.REFUSED, "too_large")
    assert "Voici notre protocole." in mails_to(anne.email)[0].message.text


@pytest.mark.parametrize("state", [Member.State.DEACTIVATED, Member.State.PENDING, Member.State.ERASED])
def test_who_is_no_member_any_more_gets_no_mail(anne: Member, topic: Topic, state: str) -> None:
    address = reply_address(anne, topic)
    anne.state = state
    anne.save()
    received = receive(make_mail(to=address))
    assert (received.state, received.reason) == (State.REFUSED, "inactive")
    assert Delivery.objects.count() == 0


def test_a_stranger_with_a_made_up_address_gets_no_mail(topic: Topic) -> None:
    received = receive(make_mail(to="reply+" + "a" * 40 + "@parvis.example", sender="spam@example.com"))
    assert (received.state, received.reason) == (State.REFUSED, "forged_address")
    assert Delivery.objects.count() == 0


def test_an_absence_note_becomes_nothing(anne: Member, topic: Topic) -> None:
    received = answer(anne, topic, Auto_Submitted="auto-replied")
    assert (received.state, received.reason) == (State.IGNORED, "automatic")
    assert topic.comments.count() == 1


def test_a_colleague_cannot_answer_to_her_address(anne: Member, topic: Topic) -> None:
    """A notice that was forwarded: the colleague's own verified address does not make it hers."""
    bob = make_member(email="bob@namur.be")
    let_in(bob, room=topic.room)
    assert answer(anne, topic, sender="bob@namur.be").state == State.WAITING
    assert mails_to("bob@namur.be") == []


def test_a_guest_answers_where_she_is_invited(topic: Topic) -> None:
    guest = make_member(email="expert@uni.be", state=Member.State.GUEST)
    make_guest(guest, topic=topic)
    assert answer(guest, topic, sender="expert@uni.be").state == State.DONE
