"""The CMS's report on incoming mail: who sees it, what of it, and trying again."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from forum.models import Room
from forum.replying import reply_address
from inbox.models import Received
from members.models import Member
from tests.factories.forum import let_in, make_comment, make_room, make_topic
from tests.factories.inbox import make_mail, receive
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
State = Received.State


@pytest.fixture
def publisher(client: Client) -> Member:
    member = make_member()
    member.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "manage_dispatch"]))
    UserProfile.objects.create(user=member, preferred_language="en")
    client.force_login(member)
    return member


def text_of(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_report_says_what_became_of_each_mail(client: Client, publisher: Member) -> None:
    receive(subject="Absente", Auto_Submitted="auto-replied")
    text = text_of(client, "incoming_mails")
    assert "Absente" in text
    assert "An absence note or another answer that no person wrote." in text
    assert "Absente" not in text_of(client, "incoming_mails", query="?state=done")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_report_needs_the_same_queries_for_any_number_of_mails(
    client: Client, publisher: Member, rows: int, django_assert_num_queries: Any
) -> None:
    topic = make_topic(room=make_room(access=Room.Access.OPEN))
    address = reply_address(topic.author, topic)
    for _number in range(rows):
        receive(make_mail(to=address, sender="x@example.com"))
    client.get(reverse("incoming_mails"))
    with django_assert_num_queries(13):
        client.get(reverse("incoming_mails"))


@pytest.mark.parametrize("name", ["incoming_mails", "incoming_mail_shown", "incoming_mail_again"])
def test_nobody_else_finds_it(client: Client, name: str) -> None:
    received = receive()
    member = make_member()
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(member)
    args = [] if name == "incoming_mails" else [received.pk]
    call = client.post if name.endswith("again") else client.get
    assert call(reverse(name, args=args), follow=True).status_code == 404


def test_a_mails_html_is_never_live(client: Client, publisher: Member) -> None:
    received = receive(
        words="", html="<p onclick='x()'>Bonjour</p><script>alert(1)</script><img src='http://t.example/p.gif'>"
    )
    text = text_of(client, "incoming_mail_shown", received.pk)
    assert "Bonjour" in text
    assert "alert(1)" not in text
    assert "t.example" not in text


def test_words_for_a_closed_room_stay_closed(client: Client, publisher: Member) -> None:
    topic = make_topic(room=make_room(access=Room.Access.CLOSED))
    received = receive(
        make_mail("Zwaluwnest", subject="Zwaluwnest", to=reply_address(topic.author, topic), sender="x@y.be")
    )
    for text in (text_of(client, "incoming_mails"), text_of(client, "incoming_mail_shown", received.pk)):
        assert "Zwaluwnest" not in text
        assert "closed to you" in text
    let_in(publisher, room=topic.room)
    assert "Zwaluwnest" in text_of(client, "incoming_mail_shown", received.pk)


def test_who_speaks_without_her_name_is_not_named_by_her_mail(client: Client, publisher: Member) -> None:
    topic = make_topic(room=make_room(access=Room.Access.OPEN))
    make_comment(topic, author=topic.author, anonymous_as="a town of 20,000 inhabitants")
    received = receive(make_mail("Zwaluwnest", to=reply_address(topic.author, topic), sender="anne@namur.be"))
    for text in (text_of(client, "incoming_mails"), text_of(client, "incoming_mail_shown", received.pk)):
        assert "Zwaluwnest" not in text
        assert "anne@namur.be" not in text


def test_a_failed_mail_is_tried_again_and_logged(client: Client, publisher: Member) -> None:
    received = receive()
    Received.objects.update(state=State.FAILED, attempts=3, reason="ValueError: no")
    assert "ValueError: no" in text_of(client, "incoming_mail_shown", received.pk)
    client.post(reverse("incoming_mail_again", args=[received.pk]))
    received.refresh_from_db()
    assert (received.state, received.attempts) == (State.NEW, 0)
    assert ModelLogEntry.objects.filter(action="inbox.try_again").count() == 1
