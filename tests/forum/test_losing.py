"""Whoever leaves or loses a room hears no more of it, whatever way she lost it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.following import follow_room, follow_topic
from forum.losing import forget_what_has_ended
from forum.models import Follow, Notice, Room, RoomMember, RoomRule, TopicGuest
from forum.rooms import leave_room
from forum.telling import tell
from members.groups import fill_by_hand
from members.models import Group
from tests.factories.forum import let_in, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(digest="now")


def listen(member, topic):
    """Follow the room and the topic, and have a notice of each that waits to be mailed."""
    follow_room(topic.room, member=member, level="everything")
    follow_topic(topic, member=member, level="follow")
    tell([member], about=f"topic:{topic.pk}", reason="followed", topic=topic)
    tell([member], about=f"room:{topic.room_id}", reason="report", room=topic.room)


def hears(member):
    return Follow.objects.filter(member=member).count() + Notice.objects.filter(member=member).count()


def test_leaving_ends_everything_at_once(member):
    topic = make_topic(room=make_room(members=[member]))
    listen(member, topic)
    assert hears(member) == 4

    leave_room(topic.room, member=member)

    assert hears(member) == 0


def test_so_does_leaving_an_open_room(member):
    topic = make_topic(room=make_room(access="open", members=[member]))
    listen(member, topic)

    leave_room(topic.room, member=member)

    assert hears(member) == 0


def test_other_rooms_are_left_alone(member):
    topic, other = (make_topic(room=make_room(members=[member])) for _ in range(2))
    listen(member, topic)
    listen(member, other)

    leave_room(topic.room, member=member)

    assert hears(member) == 4


def test_taken_out_by_hand(client, member):
    topic = make_topic(room=make_room(access="closed", members=[member]))
    listen(member, topic)
    client.force_login(make_member(is_superuser=True))
    membership = RoomMember.objects.get(member=member)

    client.post(reverse("room-members:delete", args=[membership.pk]))

    assert not RoomMember.objects.filter(pk=membership.pk).exists()
    assert hears(member) == 0


def test_taken_out_with_the_group(member):
    topic = make_topic(room=make_room())
    group = Group.objects.create(name_fr="Pilotes", name_nl="Stuurgroep")
    fill_by_hand(group, members=[member])
    RoomRule.objects.create(room=topic.room, group=group)
    listen(member, topic)

    fill_by_hand(group, members=[])

    assert hears(member) == 0


def test_a_room_that_closes_ends_it_for_those_who_were_only_reading(client, member):
    topic = make_topic(room=make_room(access="open"))
    inside = make_member()
    let_in(inside, room=topic.room)
    listen(member, topic)
    listen(inside, topic)
    client.force_login(make_member(is_superuser=True))
    room = topic.room
    said = {
        name: getattr(room, name) for name in ("name_fr", "name_nl", "slug_fr", "slug_nl", "purpose_fr", "purpose_nl")
    }
    said |= {"name_de": "", "name_en": "", "access": "closed", "listed": "on", "in_mail": "title"}

    client.post(reverse("rooms:edit", args=[room.pk]), said)

    assert Room.objects.get(pk=room.pk).access == "closed"
    assert (hears(member), hears(inside)) == (0, 4)


def test_the_clock_sees_to_ends_that_nobody_brought_about(member):
    topic = make_topic(room=make_room())
    let_in(member, room=topic.room, until=timezone.now() + timedelta(days=1))
    guest = make_member(state="guest")
    make_guest(guest, topic=topic)
    listen(member, topic)
    follow_topic(topic, member=guest, level="follow")
    forget_what_has_ended()
    assert (hears(member), hears(guest)) == (4, 1)

    past = timezone.now() - timedelta(minutes=1)
    RoomMember.objects.filter(member=member).update(until=past)
    TopicGuest.objects.update(until=past)
    forget_what_has_ended()

    assert (hears(member), hears(guest)) == (0, 0)


def test_a_guest_of_a_topic_keeps_that_topic(member):
    topic = make_topic(room=make_room(members=[member]))
    other = make_topic(room=topic.room)
    make_guest(member, topic=topic)
    listen(member, topic)
    follow_topic(other, member=member, level="follow")

    leave_room(topic.room, member=member)

    assert list(Follow.objects.filter(member=member).values_list("topic", flat=True)) == [topic.pk]
    assert list(Notice.objects.filter(member=member).values_list("topic", flat=True)) == [topic.pk]
