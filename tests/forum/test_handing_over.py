"""Handover: what somebody who leaves looked after passes to a colleague of the same organisation, nobody else."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forum.handing_over import ForumHandover
from forum.models import Follow, Notice, RoomMember, Topic
from members.errors import NotAllowedError, NotASuccessorError
from members.handing_over import hand_over, preview
from tests.factories.forum import make_room, make_topic
from tests.factories.members import make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_organisation()


@pytest.fixture
def leaving(organisation):
    return make_member(organisation=organisation)


@pytest.fixture
def successor(organisation):
    return make_member(organisation=organisation)


def test_rooms_questions_and_followed_discussions_pass(leaving, successor):
    room = make_room(access="closed", animators=[leaving])
    question = make_topic(room=room, author=leaving, kind="question")
    followed = make_topic(room=room)
    Follow.objects.create(member=leaving, topic=followed, level="follow")

    hand_over(leaving, to=successor, by=leaving)

    roles = dict(room.memberships.values_list("member", "role"))
    assert (roles[leaving.pk], roles[successor.pk]) == ("member", "animator")
    question.refresh_from_db()
    assert question.author == successor
    assert question.comments.get(position=1).user == leaving
    assert set(successor.follows.values_list("topic", "level")) == {(question.pk, "follow"), (followed.pk, "follow")}
    assert not leaving.follows.exists()


def test_it_is_told_and_written_down(leaving, successor):
    make_room(animators=[leaving])

    hand_over(leaving, to=successor, by=leaving)

    notice = Notice.objects.get(member=successor)
    assert (notice.reason, notice.about) == ("handover", f"handover:{leaving.pk}")
    assert leaving.name in notice.words
    assert set(ModelLogEntry.objects.values_list("action", flat=True)) == {"members.hand_over", "forum.hand_over"}


def test_nothing_passes_that_the_successor_may_not_read(leaving, successor):
    hidden = make_topic(room=make_room(access="closed", members=[leaving]), author=leaving, kind="question")
    Follow.objects.create(member=leaving, topic=hidden, level="follow")

    hand_over(leaving, to=successor, by=leaving)

    hidden.refresh_from_db()
    assert hidden.author == leaving
    assert not successor.follows.exists()
    assert leaving.follows.exists()


@pytest.mark.parametrize(
    "fields",
    [{"kind": "discussion"}, {"kind": "offer"}, {"state": "closed"}, {"is_anonymous": True}],
)
def test_only_open_questions_under_her_own_name_pass(leaving, successor, fields):
    room = make_room(members=[successor])
    topic = make_topic(room=room, author=leaving, **{"kind": "question"} | fields)

    hand_over(leaving, to=successor, by=leaving)

    topic.refresh_from_db()
    assert topic.author == leaving


def test_a_discussion_that_the_successor_muted_stays_muted(leaving, successor):
    topic = make_topic(room=make_room(members=[leaving, successor]))
    Follow.objects.create(member=leaving, topic=topic, level="follow")
    Follow.objects.create(member=successor, topic=topic, level="mute")

    hand_over(leaving, to=successor, by=leaving)

    assert successor.follows.get().level == "mute"


def test_only_an_approved_colleague_of_the_same_organisation_takes_over(leaving, organisation):
    others = [
        make_member(),
        make_member(organisation=make_organisation()),
        make_member(organisation=organisation, state="guest"),
        make_member(organisation=organisation, state="deactivated"),
        leaving,
    ]
    for other in others:
        with pytest.raises(NotASuccessorError):
            hand_over(leaving, to=other, by=leaving)
    homeless = make_member()
    with pytest.raises(NotASuccessorError):
        hand_over(homeless, to=make_member(), by=homeless)


def test_nobody_else_hands_over(leaving, successor):
    for someone in (successor, make_member()):
        with pytest.raises(NotAllowedError):
            hand_over(leaving, to=successor, by=someone)
    hand_over(leaving, to=successor, by=make_member(is_superuser=True))


def test_the_preview_names_what_passes(leaving):
    room = make_room(animators=[leaving])
    topic = make_topic(room=room, author=leaving, kind="need")

    parts = {str(part.label): part.titles for part in preview(leaving)}

    assert set(parts.values()) == {(room.name,), (topic.title,)}


def test_a_member_hands_over_on_her_own_page(client, leaving, successor):
    make_room(name_fr="Espace à transmettre", animators=[leaving])
    client.force_login(leaving)

    page = client.get(reverse("handover")).content.decode()
    assert "Espace à transmettre" in page
    assert successor.name in page
    assert client.post(reverse("handover"), {"successor": make_member().pk}).status_code == 422
    client.post(reverse("handover"), {"successor": successor.pk})
    assert RoomMember.objects.get(member=successor).role == "animator"


@pytest.mark.parametrize("decision", ["hand-over", "deactivate"])
def test_an_administrator_sees_numbers_and_names_a_successor(client, leaving, successor, decision):
    room = make_room(access="closed", animators=[leaving])
    Follow.objects.create(member=leaving, topic=make_topic(room=room, title="Mots fermés"), level="follow")
    client.force_login(make_member(is_superuser=True))
    there = f"/cms/members/{leaving.pk}/decide/{decision}/"

    page = client.get(there).content.decode()
    assert "Mots fermés" not in page
    assert room.name not in page
    assert successor.name in page
    client.post(there, {"successor": successor.pk, "reason": ""})
    leaving.refresh_from_db()
    assert RoomMember.objects.get(member=successor, room=room).role == "animator"
    assert leaving.state == ("deactivated" if decision == "deactivate" else "approved")


def test_what_somebody_left_can_be_handed_over_later(leaving, successor):
    room = make_room(animators=[leaving])
    leaving.state = "deactivated"
    leaving.save()

    hand_over(leaving, to=successor, by=make_member(is_superuser=True))

    assert RoomMember.objects.get(member=successor, room=room).role == "animator"


def test_a_mandate_that_is_over_does_not_pass(leaving, successor):
    room = make_room(animators=[leaving])
    room.memberships.update(until=leaving.joined_at)

    assert [part for part in ForumHandover().preview(leaving) if part.titles] == []
    hand_over(leaving, to=successor, by=leaving)
    assert not RoomMember.objects.filter(member=successor).exists()
    assert not Topic.objects.filter(author=successor).exists()
