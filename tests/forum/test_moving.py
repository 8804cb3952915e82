"""Moving a topic: who may, who gains and loses, and what follows at once."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forum.errors import NotAllowedError
from forum.following import follow_topic
from forum.models import Comment, Follow, Notice, Room, Topic
from forum.moving import effects_of, move_topic, targets_of
from forum.telling import tell
from search.indexing import rebuild
from search.models import Document
from tests.factories.forum import let_in, make_comment, make_guest, make_release, make_room, make_topic
from tests.factories.members import make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def animator():
    return make_member(name="Yasmina")


@pytest.fixture
def source(animator):
    return make_room(access="closed", animators=[animator])


@pytest.fixture
def target(animator):
    return make_room(access="closed", members=[animator])


@pytest.fixture
def topic(source):
    return make_topic(room=source, pinned=True)


def test_the_effects_name_who_gains_and_who_loses(source, target, topic):
    both, here, there, guest = (make_member(name=name) for name in ("Both", "Here", "There", "Guest"))
    for member, rooms in ((both, (source, target)), (here, (source,)), (there, (target,))):
        for room in rooms:
            let_in(member, room=room)
    make_guest(guest, topic=topic)

    effects = effects_of(topic, to=target)

    assert list(effects.gaining) == [there]
    assert list(effects.losing) == [here, topic.author]
    assert list(effects.losing_authors) == [topic.author]


def test_moving_changes_the_readers_and_keeps_the_words(animator, source, target, topic):
    there = make_member()
    let_in(there, room=target)
    answer = make_comment(topic)

    move_topic(topic, to=target, by=animator)

    assert list(Topic.objects.visible_to(there)) == [topic]
    assert not Topic.objects.visible_to(topic.author).exists()
    assert [row.position for row in Comment.objects.visible_to(there)] == [1, 2]
    topic.refresh_from_db()
    assert (topic.moved_from, topic.pinned, answer.topic) == (source, False, topic)
    entry = ModelLogEntry.objects.get(action="forum.move_topic")
    assert entry.user == animator
    assert entry.data == {"room": target.pk, "source": source.pk, "target": target.pk}
    assert topic.title not in entry.label


def test_losers_hear_no_more_and_the_others_hear_where_it_is(animator, target, topic):
    loser, keeper, muter = topic.author, make_member(), make_member()
    for member in (keeper, muter):
        let_in(member, room=topic.room)
        let_in(member, room=target)
        make_comment(topic, author=member)
    follow_topic(topic, member=loser, level="follow")
    follow_topic(topic, member=muter, level="mute")
    tell([loser], about=f"topic:{topic.pk}", reason="followed", room=topic.room, topic=topic)

    move_topic(topic, to=target, by=animator)

    assert not Follow.objects.filter(member=loser).exists()
    assert not Notice.objects.filter(member=loser).exists()
    told = Notice.objects.get()
    assert (told.member, told.reason, told.room) == (keeper, "moved", target)


def test_search_finds_it_in_its_new_room(animator, target, topic):
    make_comment(topic)
    make_release(topic=topic)
    rebuild()

    move_topic(topic, to=target, by=animator)

    places = set(Document.objects.filter(key__regex="^(topic|comment):").values_list("where", flat=True))
    assert places == {f"room:{target.pk}"}


@pytest.mark.parametrize("who", ["member", "author", "outside", "administrator", "animator of the target"])
def test_only_who_animates_the_source_moves(target, topic, who):
    person = {"author": topic.author}.get(who) or make_member(is_superuser=who == "administrator")
    if who == "member":
        let_in(person, room=topic.room)
    if who != "outside":
        let_in(person, room=target, role="animator" if who == "animator of the target" else "member")

    with pytest.raises(NotAllowedError):
        move_topic(topic, to=target, by=person)


def test_only_into_rooms_where_the_mover_may_write(animator, topic):
    with pytest.raises(NotAllowedError):
        move_topic(topic, to=make_room(access="closed"), by=animator)
    with pytest.raises(NotAllowedError):
        move_topic(topic, to=topic.room, by=animator)
    assert list(targets_of(topic, by=animator)) == []


def test_it_can_be_moved_back_by_who_animates_where_it_was(animator, source, target, topic):
    move_topic(topic, to=target, by=animator)
    topic.refresh_from_db()
    elsewhere = make_room(access="open")
    assert list(targets_of(topic, by=animator)) == [source]
    with pytest.raises(NotAllowedError):
        move_topic(topic, to=elsewhere, by=animator)

    move_topic(topic, to=source, by=animator)

    topic.refresh_from_db()
    assert topic.room == source
    assert topic in Topic.objects.visible_to(topic.author)


def test_the_page_shows_the_effects_before_anything_moves(client, animator, source, target, topic):
    gainer = make_member(name="Gina Gain", organisation=make_organisation())
    let_in(gainer, room=target)
    client.force_login(animator)
    path = reverse("move_topic", args=[topic.pk])
    assert path in client.get(reverse("topic", args=[topic.pk])).content.decode()

    page = client.get(path, {"to": target.pk}).content.decode()
    assert "Gina Gain" in page
    assert topic.author.name in page
    client.post(path, {"to": target.pk})
    assert Topic.objects.get().room == source

    mark = effects_of(topic, to=target).mark
    let_in(make_member(), room=target)
    assert client.post(path, {"to": target.pk, "seen": mark}).context["stale"]
    assert Topic.objects.get().room == source
    answer = client.post(path, {"to": target.pk, "seen": effects_of(topic, to=target).mark})
    assert answer.url == topic.get_absolute_url()
    assert Topic.objects.get().room == target


def test_a_room_that_is_no_target_is_refused(client, animator, topic, target):
    client.force_login(animator)
    hidden = make_room(access="closed", name_fr="Zwaluwnest", name_nl="Zwaluwnest")
    for value in (hidden.pk, "x", 10**30):
        page = client.get(reverse("move_topic", args=[topic.pk]), {"to": value})
        assert page.status_code == 422
        assert "Zwaluwnest" not in page.content.decode()


def test_others_find_no_such_page(client, target, topic):
    for person in (topic.author, make_member(is_superuser=True), make_member()):
        client.force_login(person)
        assert client.get(reverse("move_topic", args=[topic.pk])).status_code == 404
        assert client.post(reverse("move_topic", args=[topic.pk]), {"to": target.pk}).status_code == 404
    assert Room.objects.get(topics=topic) == topic.room


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_number_of_queries(
    client, animator, source, target, topic, django_assert_num_queries, rows
):
    for _number in range(rows):
        let_in(make_member(organisation=make_organisation()), room=source)
        let_in(make_member(organisation=make_organisation()), room=target)
    client.force_login(animator)
    path = reverse("move_topic", args=[topic.pk])
    client.get(path, {"to": target.pk})
    with django_assert_num_queries(15):
        client.get(path, {"to": target.pk})
