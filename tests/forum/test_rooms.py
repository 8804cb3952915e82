"""Coming into rooms: by hand, by asking, by a group's rule; and the mails that tell of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.errors import AlreadyAnsweredError, AlreadyAskedError, NotAllowedError
from forum.following import follow_room, follow_topic
from forum.models import Follow, JoinRequest, Notice, Room, RoomMember, RoomReading, RoomRule, Topic
from forum.recipients import JoinRequestCheck
from forum.rooms import accept_request, ask_to_join, decline_request, join_room, leave_room, let_in, withdraw_request
from members.groups import fill_by_hand
from members.models import Group, Member
from outbox.models import Delivery
from tests.factories.forum import let_in as put_in
from tests.factories.forum import make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_what_was_said_before_counts_as_read():
    topic, member = make_topic(), make_member()

    let_in(topic.room, member=member, origin=RoomMember.Origin.HAND)

    assert not Topic.objects.unread_by(member).exists()


def test_coming_back_keeps_role_and_marks():
    room, member = make_room(), make_member()
    put_in(member, room=room, role="animator", until=timezone.now() - timedelta(days=1))
    earlier = RoomReading.objects.create(room=room, member=member, read_before=timezone.now() - timedelta(days=9))

    let_in(room, member=member, origin=RoomMember.Origin.INVITED)

    membership = RoomMember.objects.get(room=room, member=member)
    assert (membership.role, membership.until, membership.origin) == ("animator", None, "invited")
    assert RoomReading.objects.get(room=room).read_before == earlier.read_before


@pytest.mark.parametrize("access", ["request", "closed"])
def test_only_open_rooms_are_joined(access):
    with pytest.raises(NotAllowedError):
        join_room(make_room(access=access), member=make_member())


@pytest.mark.parametrize("state", ["pending", "guest", "deactivated"])
def test_only_approved_members_join_or_ask(state):
    member = make_member(state=state)
    with pytest.raises(NotAllowedError):
        join_room(make_room(access="open"), member=member)
    with pytest.raises(NotAllowedError):
        ask_to_join(make_room(access="request"), member=member, sentence="Moi.")


def test_asking_tells_every_animator_in_her_own_language():
    french, dutch, gone = make_member(), make_member(language="nl"), make_member(state="deactivated")
    room = make_room(animators=[french, dutch, gone], members=[make_member()])
    member = make_member(name="Anne-Lise")

    ask_to_join(room, member=member, sentence="Je suis médiatrice @@token@@.")

    mails = {delivery.address: delivery for delivery in Delivery.objects.select_related("message", "dispatch")}
    assert set(mails) == {french.email, dutch.email}
    assert room.name_fr in mails[french.email].message.subject
    assert room.name_nl in mails[dutch.email].message.subject
    assert "/nl/requests/" in mails[dutch.email].message.text
    assert "Je suis médiatrice" in mails[dutch.email].message.html
    assert mails[french.email].dispatch.kind == "notice"
    assert mails[french.email].message.tokens == []


def test_one_open_request_at_a_time():
    room, member = make_room(), make_member()
    request = ask_to_join(room, member=member, sentence="Moi.")
    with pytest.raises(AlreadyAskedError):
        ask_to_join(room, member=member, sentence="Encore.")

    withdraw_request(request, by=member)
    ask_to_join(room, member=member, sentence="Finalement oui.")


def test_an_answer_is_given_once():
    animator, member = make_member(), make_member()
    request = ask_to_join(make_room(animators=[animator]), member=member, sentence="Moi.")
    same = JoinRequest.objects.get(pk=request.pk)

    accept_request(request, by=animator)
    with pytest.raises(AlreadyAnsweredError):
        decline_request(same, by=animator)

    assert Room.objects.visible_to(member).filter(pk=request.room_id).exists()
    assert Delivery.objects.filter(recipient_key=f"member:{member.pk}").count() == 1


def test_declining_tells_why():
    animator, member = make_member(), make_member()
    request = ask_to_join(make_room(animators=[animator]), member=member, sentence="Moi.")

    decline_request(request, by=animator, answer="Réservé aux zones de police.")

    mail = Delivery.objects.get(recipient_key=f"member:{member.pk}").message
    assert "Réservé aux zones de police." in mail.text
    assert not Room.objects.visible_to(member).exists()


@pytest.mark.parametrize("verb", [accept_request, decline_request])
def test_only_this_rooms_animators_answer(verb):
    other, admin = make_member(), make_member(is_superuser=True)
    make_room(animators=[other])
    request = ask_to_join(make_room(), member=make_member(), sentence="Moi.")

    for person in (other, admin, request.member):
        with pytest.raises(NotAllowedError):
            verb(request, by=person)


def test_somebody_let_in_otherwise_waits_no_longer():
    room, member = make_room(), make_member()
    request = ask_to_join(room, member=member, sentence="Moi.")

    let_in(room, member=member, origin=RoomMember.Origin.HAND)

    request.refresh_from_db()
    assert request.state == "accepted"


def test_leaving_ends_what_was_followed():
    topic, member = make_topic(), make_member()
    put_in(member, room=topic.room)
    follow_room(topic.room, member=member, level="everything")
    follow_topic(topic, member=member, level="follow")

    leave_room(topic.room, member=member)

    assert not Follow.objects.filter(member=member).exists()
    assert not Room.objects.visible_to(member).exists()


def test_nobody_follows_what_she_may_not_read():
    topic, member = make_topic(), make_member()
    with pytest.raises(NotAllowedError):
        follow_room(topic.room, member=member, level="everything")
    with pytest.raises(NotAllowedError):
        follow_topic(topic, member=member, level="follow")


def make_group(*members):
    group = Group.objects.create(name_fr="Pilotes", name_nl="Stuurgroep")
    fill_by_hand(group, members=members)
    return group


def origins(room):
    return dict(room.memberships.values_list("member", "origin"))


def test_a_groups_people_are_in_its_rooms():
    by_hand, first, second = make_member(), make_member(), make_member()
    room = make_room(members=[by_hand])
    group = make_group(by_hand, first)

    RoomRule.objects.create(room=room, group=group)
    assert origins(room) == {by_hand.pk: "hand", first.pk: "rule"}

    fill_by_hand(group, members=[second])
    assert origins(room) == {by_hand.pk: "hand", second.pk: "rule"}


@pytest.mark.parametrize("gone", ["rule", "group"])
def test_people_go_with_the_rule_or_the_group(gone):
    member = make_member()
    room, group = make_room(), make_group(member)
    rule = RoomRule.objects.create(room=room, group=group)

    (rule if gone == "rule" else group).delete()

    assert origins(room) == {}


def test_who_is_in_two_groups_stays_while_one_is_left():
    member = make_member()
    room = make_room()
    first = RoomRule.objects.create(room=room, group=make_group(member))
    RoomRule.objects.create(room=room, group=make_group(member))

    first.delete()

    assert origins(room) == {member.pk: "rule"}


def test_the_mails_about_a_request_leave_only_while_they_are_of_use():
    animator, newcomer = make_member(), make_member()
    room = make_room(animators=[animator])
    request = ask_to_join(room, member=newcomer, sentence="Je suis médiatrice.")
    asked, answered = (f"join-request:{request.pk}:{what}" for what in ("asked", "answered"))
    keys = [f"member:{animator.pk}", f"member:{newcomer.pk}"]

    assert JoinRequestCheck().refused(asked, keys[:1]) == {}
    assert JoinRequestCheck().refused("notice:issue:1:x", keys) == {}
    assert JoinRequestCheck().refused("join-request:0:asked", keys[:1]) == {keys[0]: "withdrawn"}
    RoomMember.objects.filter(member=animator).update(role="member")
    assert JoinRequestCheck().refused(asked, keys[:1]) == {keys[0]: "inactive"}
    JoinRequest.objects.update(state="accepted")
    assert JoinRequestCheck().refused(asked, keys[:1]) == {keys[0]: "withdrawn"}
    assert JoinRequestCheck().refused(answered, keys[1:]) == {}
    Member.objects.filter(pk=newcomer.pk).update(state="deactivated", is_active=False)
    assert JoinRequestCheck().refused(answered, keys[1:]) == {keys[1]: "inactive"}


def test_animators_see_a_request_on_the_site_until_it_is_answered():
    animator, member = make_member(), make_member()
    request = ask_to_join(make_room(animators=[animator]), member=member, sentence="Je suis médiatrice.")

    told = Notice.objects.get(member=animator)
    assert (told.reason, told.room, told.by, told.words) == ("request", request.room, member, "Je suis médiatrice.")
    assert told.mail == "none"

    decline_request(request, by=animator, answer="Réservé aux zones de police.")
    answer = Notice.objects.get()
    assert (answer.member, answer.reason, answer.words) == (member, "answered", "Réservé aux zones de police.")


@pytest.mark.parametrize("way", ["withdrawn", "let in otherwise"])
def test_a_request_that_waits_no_longer_leaves_the_animators_lists(way):
    animator, member = make_member(), make_member()
    request = ask_to_join(make_room(animators=[animator]), member=member, sentence="Moi.")

    if way == "withdrawn":
        withdraw_request(request, by=member)
    else:
        let_in(request.room, member=member, origin=RoomMember.Origin.HAND)

    assert not Notice.objects.filter(member=animator).exists()


@pytest.mark.parametrize("answer", ["accept_request", "decline_request"])
def test_the_links_in_the_mail_ask_before_anything_happens(client, answer):
    animator, member = make_member(), make_member(name="Anne-Lise", function="Médiatrice")
    request = ask_to_join(make_room(animators=[animator]), member=member, sentence="Je suis curieuse.")
    mail = Delivery.objects.get(address=animator.email).message
    path = reverse(answer, args=[request.pk])
    assert path in mail.text
    assert path in mail.html
    client.force_login(animator)

    page = client.get(path)

    request.refresh_from_db()
    assert request.state == "open"
    for fact in ("Anne-Lise", "Médiatrice", "Je suis curieuse."):
        assert fact in page.content.decode()
    client.post(path, {f"{request.pk}-answer": "Pas encore."})
    request.refresh_from_db()
    assert request.state == ("accepted" if answer == "accept_request" else "declined")
    assert client.get(path).url == reverse("room_requests", args=[request.room_id])


@pytest.mark.parametrize("answer", ["accept_request", "decline_request"])
def test_only_animators_get_to_the_question(client, answer):
    request = ask_to_join(make_room(animators=[make_member()]), member=make_member(), sentence="Moi.")
    for person in (request.member, make_member(is_superuser=True)):
        client.force_login(person)
        assert client.get(reverse(answer, args=[request.pk])).status_code == 404
