"""Who may read what: `visible_to` against the slow, obvious rule, and its corners one by one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.models import Comment, Release, Room, RoomMember, Topic, TopicGuest
from members.models import Member
from tests.factories.forum import let_in, make_comment, make_guest, make_release, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def may_read_room(member: Member, room: Room) -> bool:
    """The rule as the brief says it, slowly."""
    if member.state not in {"approved", "guest"}:
        return False
    for membership in RoomMember.objects.all():
        inside = membership.until is None or membership.until > timezone.now()
        if membership.room_id == room.pk and membership.member_id == member.pk and inside:
            return True
    return room.access == "open" and member.state == "approved"


def may_read_topic(member: Member, topic: Topic) -> bool:
    """The same, or a guest of this topic."""
    if member.state not in {"approved", "guest"}:
        return False
    for guest in TopicGuest.objects.all():
        inside = guest.until is None or guest.until > timezone.now()
        if guest.topic_id == topic.pk and guest.member_id == member.pk and inside:
            return True
    return may_read_room(member, topic.room)


until = st.sampled_from([None, -1, 1])
states = st.lists(st.sampled_from(Member.State.values), min_size=1, max_size=4)
accesses = st.lists(st.tuples(st.sampled_from(Room.Access.values), st.booleans()), min_size=1, max_size=3)
pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), until), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=states, accesses=accesses, inside=pairs, invited=pairs, admin=st.booleans())
def test_visible_to_equals_the_obvious_rule(states, accesses, inside, invited, admin):
    for model in (TopicGuest, Comment, Topic, RoomMember, Room):
        model.objects.all().delete()
    author = make_member()
    members = [make_member(state=state, is_superuser=admin) for state in states]
    rooms = [make_room(access=access, listed=listed) for access, listed in accesses]
    topics = [make_topic(room=room, author=author) for room in rooms]
    for who, where, days in inside:
        if who < len(members) and where < len(rooms):
            RoomMember.objects.update_or_create(
                room=rooms[where], member=members[who], defaults={"until": _in_days(days)}
            )
    for who, where, days in invited:
        if who < len(members) and where < len(topics):
            TopicGuest.objects.update_or_create(
                topic=topics[where], member=members[who], defaults={"until": _in_days(days)}
            )
    for member in members:
        assert set(Room.objects.visible_to(member)) == {room for room in rooms if may_read_room(member, room)}
        readable = {topic for topic in topics if may_read_topic(member, topic)}
        assert set(Topic.objects.visible_to(member)) == readable
        assert {comment.topic for comment in Comment.objects.visible_to(member)} == readable


def _in_days(days):
    return None if days is None else timezone.now() + timedelta(days=days)


@pytest.mark.parametrize("rows", [Room, Topic, Comment])
def test_a_visitor_sees_nothing(rows):
    make_topic(room=make_room(access="open"))

    assert not rows.objects.visible_to(AnonymousUser()).exists()


def test_an_administrator_has_no_bypass():
    admin = make_member(is_superuser=True)
    topic = make_topic(room=make_room(access="request"))

    assert not Topic.objects.visible_to(admin).exists()
    assert not Room.objects.visible_to(admin).filter(pk=topic.room_id).exists()


def test_a_guest_of_one_topic_sees_no_other_and_not_the_room():
    topic = make_topic(room=make_room(access="closed"))
    make_topic(room=topic.room, author=topic.author)
    guest = make_member(state="guest")
    make_guest(guest, topic=topic)

    assert list(Topic.objects.visible_to(guest)) == [topic]
    assert not Room.objects.visible_to(guest).exists()


def test_an_account_of_guests_does_not_open_open_rooms():
    room = make_room(access="open")
    guest = make_member(state="guest")

    assert not Room.objects.visible_to(guest).exists()
    let_in(guest, room=room)
    assert list(Room.objects.visible_to(guest)) == [room]


def test_membership_ends_at_its_moment():
    member = make_member()
    room = make_room(access="closed")
    let_in(member, room=room, until=timezone.now() - timedelta(seconds=1))

    assert not Room.objects.visible_to(member).exists()


def test_joinable_rooms_are_the_ones_a_member_is_not_in():
    member = make_member()
    make_room(access="open", members=[member])
    make_room(access="closed")
    make_room(access="request", listed=False)
    open_one, on_request = make_room(access="open"), make_room(access="request")

    assert set(Room.objects.joinable_by(member)) == {open_one, on_request}
    assert not Room.objects.joinable_by(make_member(state="guest")).exists()


def test_releases_are_read_by_those_they_are_for():
    public, members_only = make_release(), make_release(audience="members")
    withdrawn = make_release(withdrawn_at=timezone.now())
    guest, reader = make_member(state="guest"), make_member()
    make_guest(guest, topic=members_only.topic)

    assert set(Release.objects.visible_to(AnonymousUser())) == {public}
    assert set(Release.objects.visible_to(make_member(state="pending"))) == {public}
    assert set(Release.objects.visible_to(reader)) == {public, members_only}
    assert set(Release.objects.visible_to(guest)) == {public, members_only}
    assert withdrawn not in Release.objects.visible_to(withdrawn.by)


def test_comments_of_a_topic_follow_it():
    member = make_member()
    topic = make_topic(room=make_room(members=[member]))
    comment = make_comment(topic)
    make_topic()

    assert comment in Comment.objects.visible_to(member)
    assert Comment.objects.visible_to(member).count() == 2
