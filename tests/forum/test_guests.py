"""Guests of one topic: by an animator, until a day, with and without an account."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.errors import AlreadyReaderError, NotAllowedError
from forum.guests import end_guest, invite_guest, invited_to, take_back
from forum.models import Comment, Follow, Notice, Room, RoomMember, Topic, TopicGuest
from forum.readers import readers_of
from forum.rooms import let_in
from members.errors import ClosedAccountError
from members.models import Invitation, Member
from outbox.models import Delivery
from tests.factories.forum import make_comment, make_guest, make_room, make_topic
from tests.factories.members import make_member, make_organisation
from tests.members.helpers import last_mail_to, link_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def animator():
    return make_member(name="Yasmina Warzée")


@pytest.fixture
def topic(animator):
    return make_topic(room=make_room(access="closed", animators=[animator]), title="Le protocole avec le parquet")


def soon(days=10):
    return timezone.localdate() + timedelta(days=days)


def test_a_member_is_let_into_the_one_topic_and_told(animator, topic):
    expert = make_member(language="nl")
    other = make_topic(room=topic.room)

    invite_guest(topic, by=animator, email=expert.email.upper(), until=soon(), language="fr")

    assert list(Topic.objects.visible_to(expert)) == [topic]
    assert not Room.objects.visible_to(expert).exists()
    assert other not in Topic.objects.visible_to(expert)
    guest = TopicGuest.objects.get()
    assert timezone.localtime(guest.until).date() == soon()
    assert guest.invited_by == animator
    assert Notice.objects.get(member=expert).reason == "invited"
    mail = Delivery.objects.get(address=expert.email).message
    assert mail.language == "nl"
    assert topic.title in mail.text
    assert f"/nl/discussions/{topic.pk}/" in mail.html


def test_a_room_whose_mails_carry_nothing_keeps_its_title_to_itself(animator, topic):
    Room.objects.update(in_mail="nothing")
    expert = make_member()

    invite_guest(Topic.objects.get(), by=animator, email=expert.email, until=soon(), language="fr")

    mail = Delivery.objects.get(address=expert.email).message
    assert topic.title not in mail.subject + mail.text + mail.html


def test_somebody_new_makes_an_account_and_is_a_guest_of_that_topic_alone(client, animator, topic):
    invite_guest(topic, by=animator, email="expert@parquet.test", until=soon(), language="nl")

    invitation = Invitation.objects.get()
    assert (invitation.places, invitation.as_guest, invitation.language) == ([f"topic:{topic.pk}"], True, "nl")
    assert [row.email for row in invited_to(topic)] == ["expert@parquet.test"]
    mail = last_mail_to("expert@parquet.test")
    assert topic.title not in mail.text
    link = link_in(mail, "/signup/")
    assert 'value="expert@parquet.test"' in client.get(link).content.decode()
    form = {
        "name": "Eva Expert", "organisation": "another", "organisation_stated": "Parket", "function": "Magistraat",
        "email": "expert@parquet.test", "password1": "een zin die niemand raadt", "language": "nl", "reads": ["nl"],
    }  # fmt: skip
    client.post(link, form)
    assert not TopicGuest.objects.exists()
    client.post(link_in(last_mail_to("expert@parquet.test"), "/confirm-email/"))

    expert = Member.objects.get(email="expert@parquet.test")
    assert expert.state == "guest"
    assert list(Topic.objects.visible_to(expert)) == [topic]
    assert client.get(f"/nl/discussions/{topic.pk}/").status_code == 200
    assert invited_to(topic) == []


def test_an_address_of_a_member_organisation_makes_a_full_member(client, animator, topic):
    make_organisation(domain="namur.test")
    invite_guest(topic, by=animator, email="eva@namur.test", until=soon(), language="fr")
    eva = make_member(email="eva@namur.test", state="pending", verified=False)
    eva.emailaddress_set.update(verified=True)
    from members.inviting import accept_for

    assert accept_for(eva)

    eva.refresh_from_db()
    assert (eva.state, eva.organisation.domains.get().domain) == ("approved", "namur.test")
    assert topic in Topic.objects.visible_to(eva)


def test_inviting_again_moves_the_day(animator, topic):
    expert = make_member()
    for days in (10, 20):
        invite_guest(topic, by=animator, email=expert.email, until=soon(days), language="fr")

    assert timezone.localtime(TopicGuest.objects.get().until).date() == soon(20)


def test_readers_need_no_invitation(animator, topic):
    with pytest.raises(AlreadyReaderError):
        invite_guest(topic, by=animator, email=animator.email, until=soon(), language="fr")


def test_a_closed_account_is_not_opened_this_way(animator, topic):
    with pytest.raises(ClosedAccountError):
        invite_guest(topic, by=animator, email=make_member(state="deactivated").email, until=soon(), language="fr")


def test_only_animators_invite_and_end(animator, topic):
    guest = make_guest(make_member(), topic=topic)
    for person in (make_member(is_superuser=True), guest.member, topic.author):
        with pytest.raises(NotAllowedError):
            invite_guest(topic, by=person, email="x@parvis.test", until=soon(), language="fr")
        with pytest.raises(NotAllowedError):
            end_guest(guest, by=person)
        client = Client()
        client.force_login(person)
        assert client.get(reverse("topic_guests", args=[topic.pk])).status_code == 404
        assert client.post(reverse("end_guest", args=[guest.pk])).status_code == 404


def test_ending_takes_effect_at_once_and_leaves_what_was_written(animator, topic):
    guest = make_guest(make_member(), topic=topic)
    written = make_comment(topic, author=guest.member)
    Follow.objects.create(member=guest.member, topic=topic, level="follow")

    end_guest(guest, by=animator)

    assert not Topic.objects.visible_to(guest.member).exists()
    assert not Follow.objects.filter(member=guest.member).exists()
    assert Comment.objects.filter(pk=written.pk).exists()


def test_an_invitation_is_taken_back(client, animator, topic):
    invite_guest(topic, by=animator, email="expert@parquet.test", until=soon(), language="nl")
    link = link_in(last_mail_to("expert@parquet.test"), "/signup/")

    take_back(topic, invitation=Invitation.objects.get(), by=animator)

    assert Invitation.objects.get().state == "withdrawn"
    assert 'value="expert@parquet.test"' not in client.get(link).content.decode()


def test_a_topic_is_taken_off_an_invitation_to_more(animator, topic):
    other = make_topic(room=topic.room)
    for place in (topic, other):
        invite_guest(place, by=animator, email="expert@parquet.test", until=soon(), language="nl")

    take_back(topic, invitation=Invitation.objects.get(), by=animator)

    assert Invitation.objects.get().places == [f"topic:{other.pk}"]
    assert Invitation.objects.get().state == "open"


def test_everybody_in_the_topic_sees_who_is_a_guest(client, animator, topic):
    reader = make_member()
    RoomMember.objects.create(room=topic.room, member=reader)
    guest = make_guest(make_member(), topic=topic)
    make_comment(topic, author=guest.member)
    client.force_login(reader)

    page = client.get(reverse("topic", args=[topic.pk])).content.decode()

    assert page.count("comment-guest") == 1
    assert reverse("topic_guests", args=[topic.pk]) not in page


def test_no_badge_gives_an_anonymised_message_away(client, animator, topic):
    guest = make_guest(make_member(), topic=topic)
    comment = make_comment(topic, author=guest.member)
    Comment.objects.filter(pk=comment.pk).update(anonymous_as="Une ville de 20 000 habitants")
    client.force_login(animator)

    assert "comment-guest" not in client.get(reverse("topic", args=[topic.pk])).content.decode()


def test_animators_invite_and_end_from_the_topic(client, animator, topic):
    expert = make_member(name="Eva Expert")
    client.force_login(animator)
    path = reverse("topic_guests", args=[topic.pk])
    assert path in client.get(reverse("topic", args=[topic.pk])).content.decode()

    said = {"email": expert.email, "until": soon().isoformat(), "language": "fr"}
    assert client.post(path, said).status_code == 302
    assert "Eva Expert" in client.get(reverse("topic", args=[topic.pk])).content.decode()
    guest = TopicGuest.objects.get()
    client.get(reverse("end_guest", args=[guest.pk]))
    assert TopicGuest.objects.exists()
    client.post(reverse("end_guest", args=[guest.pk]))
    assert not TopicGuest.objects.exists()


@pytest.mark.parametrize("until", ["", "2020-01-01", "2199-01-01", "demain"])
def test_a_guest_always_has_an_end(client, animator, topic, until):
    client.force_login(animator)
    said = {"email": "x@parvis.test", "until": until, "language": "fr"}

    assert client.post(reverse("topic_guests", args=[topic.pk]), said).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_guests_costs_the_same_number_of_queries(client, animator, topic, django_assert_num_queries, rows):
    for _number in range(rows):
        make_guest(make_member(organisation=make_organisation()), topic=topic)
    client.force_login(animator)
    path = reverse("topic_guests", args=[topic.pk])
    client.get(path)
    with django_assert_num_queries(10):
        client.get(path)


def test_who_becomes_a_member_of_the_room_is_no_guest_any_more(topic):
    guest = make_guest(make_member(), topic=topic)

    let_in(topic.room, member=guest.member, origin=RoomMember.Origin.HAND)

    assert not TopicGuest.objects.exists()


@pytest.mark.parametrize("access", ["open", "closed"])
def test_the_number_of_readers_counts_guests_once(access):
    room = make_room(access=access)
    topic = make_topic(room=room)
    for state in ("approved", "guest", "deactivated"):
        RoomMember.objects.create(room=room, member=make_member(state=state))
        make_guest(make_member(state=state), topic=topic)
        make_member(state=state)
    make_guest(RoomMember.objects.filter(room=room).first().member, topic=topic)
    make_guest(make_member(), topic=topic, days=-1)

    counted = Topic.objects.with_standing_of(topic.author).get(pk=topic.pk).reader_count

    assert counted == readers_of(topic).count()


def test_a_guest_is_not_led_to_a_room_that_she_cannot_enter(client, topic):
    guest = make_guest(make_member(), topic=topic)
    client.force_login(guest.member)

    page = client.get(reverse("topic", args=[topic.pk])).content.decode()

    assert f'href="{topic.room.get_absolute_url()}"' not in page
