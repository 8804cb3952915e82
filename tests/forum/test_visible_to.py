"""`visible_to` against a slow, obvious rule, through everything that opens and closes a place to people."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.entering import enter_room
from forum.errors import ForumError
from forum.guests import end_guest, invite_guest
from forum.models import Comment, Follow, Notice, Room, RoomMember, RoomRule, Topic, TopicGuest
from forum.moving import effects_of, move_topic
from forum.readers import readers_of
from forum.rooms import join_room, leave_room, let_in
from members.groups import fill_by_hand
from members.models import Group, Member
from tests.factories.forum import make_comment, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PEOPLE, ROOMS, TOPICS = 4, 3, 4
who, where, what = st.integers(0, PEOPLE - 1), st.integers(0, ROOMS - 1), st.integers(0, TOPICS - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), who, where),
        st.tuples(st.just("let in"), who, where),
        st.tuples(st.just("leave"), who, where),
        st.tuples(st.just("expire"), who, where),
        st.tuples(st.just("group"), who, where),
        st.tuples(st.just("enter"), who, where),
        st.tuples(st.just("state"), who, st.sampled_from(["approved", "guest", "deactivated", "pending"])),
        st.tuples(st.just("access"), where, st.sampled_from(Room.Access.values)),
        st.tuples(st.just("invite"), what, who),
        st.tuples(st.just("end"), what, who),
        st.tuples(st.just("guest expires"), what, who),
        st.tuples(st.just("move"), what, where),
    ),
    max_size=10,
)


@dataclass
class World:
    """A few people, rooms and topics; person 0 animates every room, so that guests and moves are possible."""

    people: list[Member]
    rooms: list[Room]
    topics: list[Topic]
    groups: list[Group]

    @classmethod
    def new(cls) -> "World":
        """Make it from nothing: hypothesis runs many examples in one test."""
        for model in (Notice, Follow, TopicGuest, Comment, Topic, RoomRule, RoomMember, Room, Group):
            model.objects.all().delete()
        Member.objects.update(state=Member.State.ERASED, is_active=False)
        people = [make_member(is_superuser=number == 1) for number in range(PEOPLE)]
        rooms = [make_room(access=access, animators=people[:1]) for access in ("open", "request", "closed")]
        topics = [make_topic(room=rooms[number % ROOMS], author=people[0]) for number in range(TOPICS)]
        groups = [Group.objects.create(name_fr=str(room.pk), name_nl=str(room.pk)) for room in rooms]
        for room, group in zip(rooms, groups, strict=True):
            RoomRule.objects.create(room=room, group=group)
        return cls(people, rooms, topics, groups)

    def take(self, step: tuple) -> None:
        """Do one thing; what is refused changes nothing."""
        name, first, second = step
        past = {"until": timezone.now() - timedelta(minutes=1)}
        if name in {"join", "let in", "leave", "expire", "group", "enter"}:
            member, room = Member.objects.get(pk=self.people[first].pk), Room.objects.get(pk=self.rooms[second].pk)
            {
                "join": lambda: join_room(room, member=member),
                "let in": lambda: let_in(room, member=member, origin=RoomMember.Origin.HAND),
                "leave": lambda: leave_room(room, member=member),
                "expire": lambda: room.memberships.filter(member=member).update(**past),
                "group": lambda: fill_by_hand(self.groups[second], members=[member]),
                "enter": lambda: enter_room(room, by=member, reason="Un motif écrit"),
            }[name]()
        elif name == "state":
            Member.objects.filter(pk=self.people[first].pk).update(state=second, is_active=second != "deactivated")
        elif name == "access":
            Room.objects.filter(pk=self.rooms[first].pk).update(access=second)
        else:
            topic = Topic.objects.select_related("room").get(pk=self.topics[first].pk)
            by = Member.objects.get(pk=self.people[0].pk)
            if name == "move":
                self.move(topic, to=Room.objects.get(pk=self.rooms[second].pk), by=by)
                return
            member = Member.objects.get(pk=self.people[second].pk)
            guest = TopicGuest.objects.filter(topic=topic, member=member).first()
            if name == "invite" and member.is_approved:
                invite_guest(
                    topic, by=by, email=member.email, until=timezone.localdate() + timedelta(days=3), language="fr"
                )
            elif guest and name == "end":
                end_guest(guest, by=by)
            elif guest:
                TopicGuest.objects.filter(pk=guest.pk).update(**past)

    def move(self, topic: Topic, *, to: Room, by: Member) -> None:
        """Move, and see that the page said truly who gains and who loses."""
        before = {row.pk for row in self.people if may_read(row, topic)}
        effects = effects_of(topic, to=to)
        gaining, losing = ({row.pk for row in rows} for rows in (effects.gaining, effects.losing))
        move_topic(topic, to=to, by=by)
        topic.refresh_from_db()
        after = {row.pk for row in self.people if may_read(row, topic)}
        assert (gaining, losing) == (after - before, before - after)
        assert not Follow.objects.filter(topic=topic, member__in=losing).exists()


def is_inside(rows, **keys) -> bool:
    """Whether one of these rows stands now, looked at one by one."""
    for row in rows:
        now = row.until is None or row.until > timezone.now()
        if now and all(getattr(row, name) == value for name, value in keys.items()):
            return True
    return False


def may_enter(member: Member, room: Room) -> bool:
    """The rule for rooms as the handbook says it."""
    member, room = Member.objects.get(pk=member.pk), Room.objects.get(pk=room.pk)
    if member.state not in {"approved", "guest"}:
        return False
    if room.access == "open" and member.state == "approved":
        return True
    return is_inside(RoomMember.objects.all(), room_id=room.pk, member_id=member.pk)


def may_read(member: Member, topic: Topic) -> bool:
    """The rule for topics: their room's, or a guest of this one."""
    member, topic = Member.objects.get(pk=member.pk), Topic.objects.get(pk=topic.pk)
    if member.state not in {"approved", "guest"}:
        return False
    return may_enter(member, topic.room) or is_inside(TopicGuest.objects.all(), topic_id=topic.pk, member_id=member.pk)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_visible_to_equals_the_obvious_rule_whatever_happened(steps):
    world = World.new()
    for topic in world.topics:
        make_comment(topic, author=world.people[0])
    for step in steps:
        try:
            world.take(step)
        except ForumError:
            continue
    for person in world.people:
        member = Member.objects.get(pk=person.pk)
        readable = {topic.pk for topic in world.topics if may_read(member, topic)}
        assert set(Room.objects.visible_to(member)) == {room for room in world.rooms if may_enter(member, room)}
        assert set(Topic.objects.visible_to(member).values_list("pk", flat=True)) == readable
        assert set(Comment.objects.visible_to(member).values_list("topic", flat=True)) == readable
        for topic in Topic.objects.select_related("room"):
            assert readers_of(topic).filter(pk=member.pk).exists() == (topic.pk in readable)
    for topic in Topic.objects.with_standing_of(world.people[0]):
        assert topic.reader_count == readers_of(Topic.objects.get(pk=topic.pk)).count()
