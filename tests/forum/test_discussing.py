"""From pages: one discussion per content, for both languages; visitors and people outside learn nothing of it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from forum.discussing import open_discussion, rooms_for, subject_of
from forum.errors import AlreadyDiscussedError
from forum.models import Topic
from tests.factories.forum import make_guest, make_room
from tests.factories.home import make_article, make_home, make_theme
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return make_theme()


@pytest.fixture
def page(theme):
    return make_article(themes=[theme], title="Un protocole", lead="Ce que trois villes ont fait.")


@pytest.fixture
def member(client):
    someone = make_member()
    client.force_login(someone)
    return someone


@pytest.fixture
def room(member, theme):
    return make_room(members=[member], main_theme=theme)


def way(page):
    return reverse("discuss", args=[page.key])


def test_the_first_member_opens_it_with_a_link_to_the_page(client, member, room, page):
    assert way(page) in client.get(page.url).content.decode()
    assert page.title in client.get(way(page)).content.decode()

    answer = client.post(way(page), {"room": room.pk, "body": "<p>Et chez nous ?</p>"})

    topic = Topic.objects.get()
    assert answer.url == topic.get_absolute_url()
    assert (topic.subject_key, topic.room, topic.author, topic.title) == (page.key, room, member, "Un protocole")
    words = topic.comments.get().body_html
    assert f'href="{page.url}"' in words
    assert "Et chez nous ?" in words


def test_the_next_ones_go_to_it_from_either_language(client, member, room, page):
    make_home("nl")
    dutch = make_article(of=page, language="nl", title="Een protocol", lead="Wat drie steden deden.")
    topic = open_discussion(subject_of(page.key), room=room, author=make_author(room))

    for version in (page, dutch):
        said = client.get(version.url).content.decode()
        assert f"/discussions/{topic.pk}/" in said
        assert way(page) not in said
    assert client.get(way(page)).url == topic.get_absolute_url()
    assert client.post(way(page), {"room": room.pk}).url == topic.get_absolute_url()
    assert Topic.objects.count() == 1


def make_author(room):
    author = make_member()
    room.memberships.create(member=author)
    return author


@pytest.mark.parametrize("who", ["visitor", "outside", "pending", "guest elsewhere"])
def test_who_may_not_read_it_sees_nothing(client, page, who):
    room = make_room(access="closed", name_fr="Zwartkraai")
    topic = open_discussion(subject_of(page.key), room=room, author=make_author(room))
    before = client.get(page.url).content
    if who != "visitor":
        someone = make_member(state={"pending": "pending", "guest elsewhere": "guest"}.get(who, "approved"))
        make_room(members=[someone])
        client.force_login(someone)

    said = client.get(page.url).content.decode()

    assert f"/discussions/{topic.pk}/" not in said
    assert "/discussions/about/" not in said
    assert b"discussions" not in before
    assert client.get(way(page)).status_code == (302 if who in {"visitor", "pending"} else 404)


def test_a_topic_guest_of_it_goes_there(client, page):
    room = make_room(access="closed")
    topic = open_discussion(subject_of(page.key), room=room, author=make_author(room))
    guest = make_member(state="guest")
    make_guest(guest, topic=topic)
    client.force_login(guest)

    assert topic.get_absolute_url() in client.get(page.url).content.decode()


def test_who_is_in_no_room_is_offered_nothing(client, member, page):
    assert "/discussions/about/" not in client.get(page.url).content.decode()
    assert client.get(way(page)).status_code == 404


def test_the_visitors_page_carries_nothing_of_members_and_costs_no_more(client, page, django_assert_num_queries):
    client.get(page.url)
    with django_assert_num_queries(12) as before:
        plain = client.get(page.url)
    room = make_room()
    open_discussion(subject_of(page.key), room=room, author=make_author(room))

    with django_assert_num_queries(len(before)):
        assert client.get(page.url).content == plain.content


def test_rooms_that_share_a_theme_are_offered_or_else_all_of_hers(member, page, theme):
    subject = subject_of(page.key)
    other = make_room(members=[member])
    assert list(rooms_for(subject, member=member)) == [other]

    part = make_room(members=[member], themes=[make_theme(parent=theme)])
    main = make_room(members=[member], main_theme=theme)
    make_room(access="open", main_theme=theme)
    assert set(rooms_for(subject, member=member)) == {part, main}


def test_a_room_that_is_not_hers_is_not_taken(client, member, room, page):
    assert client.post(way(page), {"room": make_room(access="open").pk}).status_code == 422
    assert not Topic.objects.exists()


def test_two_who_start_at_once_make_one(member, room, page):
    subject = subject_of(page.key)
    token = uuid4()
    first = open_discussion(subject, room=room, author=member, client_token=token)

    assert open_discussion(subject, room=room, author=member, client_token=token) == first
    for author in (member, make_author(room)):
        with pytest.raises(AlreadyDiscussedError):
            open_discussion(subject, room=room, author=author)
    assert Topic.objects.count() == 1


@pytest.mark.parametrize("key", ["article:x", "topic:1", "x", "article:6f1c4c0e-2d0a-4a53-8d3c-6a2d5a7b9c11"])
def test_an_unknown_content_is_unknown(client, member, room, key):
    assert client.get(reverse("discuss", args=[key])).status_code == 404


def test_a_page_that_is_not_out_is_not_discussed(client, member, room, page):
    page.unpublish()

    assert client.get(way(page)).status_code == 404
