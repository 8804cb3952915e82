"""The forum's pages as people meet them: what they show, to whom, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.models import Comment, Follow, JoinRequest, Reading, RoomMember, RoomReading, Thanks, Topic
from tests.factories.forum import let_in, make_comment, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    someone = make_member()
    client.force_login(someone)
    return someone


@pytest.fixture
def room(member):
    return make_room(members=[member])


def fill(room, *, topics, comments=0):
    author = make_member()
    let_in(author, room=room)
    made = [make_topic(room=room, author=author) for _number in range(topics)]
    for _number in range(comments):
        Thanks.objects.create(comment=make_comment(made[0], author=author), member=author)
    return made


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_rooms_costs_the_same(client, member, django_assert_num_queries, rows):
    for _number in range(rows):
        fill(make_room(members=[member]), topics=1)
        make_room(access="open")
    client.get(reverse("rooms"))

    with django_assert_num_queries(11):
        client.get(reverse("rooms"))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_room_costs_the_same(client, room, django_assert_num_queries, rows):
    fill(room, topics=rows)
    client.get(reverse("room", args=[room.pk]))

    with django_assert_num_queries(13):
        client.get(reverse("room", args=[room.pk]))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_topic_costs_the_same(client, room, django_assert_num_queries, rows):
    (topic,) = fill(room, topics=1, comments=rows)
    client.get(reverse("topic", args=[topic.pk]))

    with django_assert_num_queries(10):
        client.get(reverse("topic", args=[topic.pk]))


@pytest.mark.parametrize("rows", [1, 30])
def test_what_is_new_costs_the_same(client, member, django_assert_num_queries, rows):
    for _number in range(rows):
        fill(make_room(members=[member]), topics=1)
    client.get(reverse("whats_new"))

    with django_assert_num_queries(13):
        client.get(reverse("whats_new"))


def test_rooms_tell_what_is_new_and_what_can_be_joined(client, member, room):
    fill(room, topics=2)
    other, closed = make_room(access="open"), make_room(access="closed")

    page = client.get(reverse("rooms")).content.decode()

    assert room.name in page
    assert "?show=unread" in page
    assert reverse("join_room", args=[other.pk]) in page
    assert closed.name not in page


def test_a_room_lists_pinned_topics_first_then_by_activity(client, room):
    old, pinned, new = fill(room, topics=3)
    Topic.objects.filter(pk=pinned.pk).update(pinned=True)
    Topic.objects.filter(pk=old.pk).update(last_activity_at=timezone.now() - timedelta(days=9))

    page = client.get(reverse("room", args=[room.pk])).context["page"]

    assert list(page) == [pinned, new, old]


def test_a_room_shows_what_is_unread_and_what_is_mine(client, member, room):
    first, second = fill(room, topics=2)
    Reading.objects.create(member=member, topic=first, position=1)
    make_comment(first, author=member)
    Reading.objects.update(position=2)

    def shown(show):
        return list(client.get(reverse("room", args=[room.pk]), {"show": show}).context["page"])

    assert shown("unread") == [second]
    assert shown("mine") == [first]
    assert len(shown("all")) == len(shown("nonsense")) == 2


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "9" * 30])
def test_nonsense_page_numbers_show_a_page(client, room, page):
    (topic,) = fill(room, topics=1)

    for name, pk in (("room", room.pk), ("topic", topic.pk)):
        assert client.get(reverse(name, args=[pk]), {"page": page}).status_code == 200


@pytest.mark.parametrize("name", ["room", "topic", "comment", "release", "accept_request", "ask_to_join", "thank"])
def test_numbers_beyond_the_database_are_unknown(client, member, name):
    answer = client.post if name in {"accept_request", "thank"} else client.get
    for number in (2**31, 2**63 - 1, 2**63, 10**30):
        assert answer(reverse(name, args=[number])).status_code == 404


def test_opening_a_topic_moves_the_mark_to_what_was_shown(client, member, room):
    (topic,) = fill(room, topics=1, comments=59)

    client.get(reverse("topic", args=[topic.pk]))
    assert Reading.objects.get(member=member).position == 50
    client.get(reverse("topic", args=[topic.pk]), {"page": 2})
    assert Reading.objects.get(member=member).position == 60
    client.get(reverse("topic", args=[topic.pk]))
    assert Reading.objects.get(member=member).position == 60


def test_a_page_beyond_the_unread_ones_moves_no_mark(client, member, room):
    (topic,) = fill(room, topics=1, comments=59)

    client.get(reverse("topic", args=[topic.pk]), {"page": 2})

    assert not Reading.objects.filter(member=member).exists()


@pytest.mark.parametrize("headers", [{"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_fetching_ahead_and_head_move_no_mark(client, member, room, headers):
    (topic,) = fill(room, topics=1)

    client.get(reverse("topic", args=[topic.pk]), headers=headers)
    client.head(reverse("topic", args=[topic.pk]))

    assert not Reading.objects.exists()


def test_the_permalink_leads_to_page_and_place(client, room):
    (topic,) = fill(room, topics=1, comments=59)
    comment = topic.comments.get(position=53)

    answer = client.get(reverse("comment", args=[comment.pk]))

    assert answer.url == reverse("topic", args=[topic.pk]) + "?page=2#m53"


def test_the_first_unread_is_one_link_away(client, member, room):
    (topic,) = fill(room, topics=1, comments=59)
    Reading.objects.create(member=member, topic=topic, position=51)
    where = reverse("topic", args=[topic.pk]) + "?page=2#m52"

    assert client.get(reverse("first_unread", args=[topic.pk])).url == where
    assert where in client.get(reverse("room", args=[room.pk])).content.decode()
    assert where in client.get(reverse("whats_new")).content.decode()


def test_the_first_unread_after_a_room_was_marked_as_read(client, member, room):
    (topic,) = fill(room, topics=1, comments=3)
    client.post(reverse("mark_room_read", args=[room.pk]))
    assert not Topic.objects.unread_by(member).exists()

    make_comment(topic)

    assert client.get(reverse("first_unread", args=[topic.pk])).url.endswith("#m5")
    client.get(reverse("topic", args=[topic.pk]))
    assert not Topic.objects.unread_by(member).exists()


def test_a_comment_stands_as_an_article_in_its_own_language(client, room):
    (topic,) = fill(room, topics=1)
    make_comment(topic, body_html="<p>Goeiemorgen</p>", language="nl")

    page = client.get(reverse("topic", args=[topic.pk])).content.decode()

    assert 'id="m2"' in page
    assert '<div class="prose" lang="nl"><p>Goeiemorgen</p></div>' in page


def test_no_address_of_anybody_stands_on_a_page(client, member, room):
    (topic,) = fill(room, topics=1, comments=2)
    for name, args in (("rooms", []), ("room", [room.pk]), ("room_people", [room.pk]), ("topic", [topic.pk])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert "@example.org" not in page


def test_a_tombstone_shows_no_words(client, member, room):
    (topic,) = fill(room, topics=1)
    Comment.objects.update(removed_at=timezone.now(), removal_reason="Nom cité", body_html="")

    page = client.get(reverse("topic", args=[topic.pk])).content.decode()

    assert "Nom cité" in page
    assert reverse("thank", args=[topic.comments.get().pk]) not in page


def test_starting_a_topic(client, member, room):
    words = {
        "room": room.pk,
        "title": "Qui a un protocole ?",
        "kind": "question",
        "body": "<p>Bonjour à tous, je cherche un exemple de protocole entre la commune et le parquet.</p>",
        "language": "",
        "client_token": "6f1c4c0e-2d0a-4a53-8d3c-6a2d5a7b9c11",
    }
    answer = client.post(reverse("new_topic"), words)
    again = client.post(reverse("new_topic"), words)

    topic = Topic.objects.get()
    assert answer.url == again.url == reverse("topic", args=[topic.pk])
    assert (topic.kind, topic.language, topic.author, topic.last_position) == ("question", "fr", member, 1)
    assert not Topic.objects.unread_by(member).exists()


def test_a_topic_form_keeps_what_was_typed(client, member, room):
    answer = client.post(reverse("new_topic"), {"room": room.pk, "title": "", "kind": "x", "body": "<p>Gardé</p>"})

    assert answer.status_code == 422
    assert "Gardé" in answer.content.decode()


def test_only_rooms_that_she_may_read_are_offered(client, member, room):
    other = make_room()

    page = client.get(reverse("new_topic"), {"room": other.pk}).content.decode()
    answer = client.post(
        reverse("new_topic"), {"room": other.pk, "title": "X", "kind": "discussion", "body": "<p>Non</p>"}
    )

    assert room.name in page
    assert other.name not in page
    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_answering_with_a_quotation(client, member, room):
    (topic,) = fill(room, topics=1)
    opening = topic.comments.get()

    form = client.get(reverse("answer", args=[topic.pk]), {"to": opening.pk, "quote": "1"})
    answer = client.post(
        reverse("answer", args=[topic.pk]), {"to": opening.pk, "body": "<p>Oui, le nôtre.</p>", "language": "fr"}
    )

    assert "Qui a un exemple de protocole ?" in form.context["form"]["body"].value()
    assert answer.url == reverse("topic", args=[topic.pk]) + "#m2"
    assert topic.comments.get(position=2).answer_to == opening


def test_a_quotation_with_a_link_stays_inside_its_attribute(client, room):
    (topic,) = fill(room, topics=1)
    comment = make_comment(topic, body_html='<p><a href="https://example.org">ici</a></p>')

    page = client.get(reverse("answer", args=[topic.pk]), {"to": comment.pk, "quote": "1"}).content.decode()

    assert "&lt;a href=&quot;https://example.org&quot;&gt;ici&lt;/a&gt;" in page


def test_an_answer_is_asked_for_in_place_with_htmx(client, room):
    (topic,) = fill(room, topics=1)
    opening = topic.comments.get()

    answer = client.get(reverse("answer", args=[topic.pk]), {"to": opening.pk}, headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert f'name="to" value="{opening.pk}"' in answer.content.decode()


def test_a_topic_that_closes_meanwhile_loses_no_words(client, room):
    (topic,) = fill(room, topics=1)
    Topic.objects.update(state="closed")

    answer = client.post(reverse("answer", args=[topic.pk]), {"body": "<p>Mon long texte</p>", "language": "fr"})

    assert answer.status_code == 422
    assert "Mon long texte" in answer.content.decode()
    assert topic.comments.count() == 1


@pytest.mark.parametrize("to", ["0", "x", "-1", "9" * 30, "²"])
def test_an_answer_to_nonsense_is_unknown(client, room, to):
    (topic,) = fill(room, topics=1)

    assert client.get(reverse("answer", args=[topic.pk]), {"to": to}).status_code == 404


def test_editing_deleting_and_their_limits(client, member, room):
    (topic,) = fill(room, topics=1)
    mine, other = make_comment(topic, author=member), topic.comments.get(position=1)

    assert client.get(reverse("edit_comment", args=[other.pk])).status_code == 404
    assert client.get(reverse("delete_comment", args=[other.pk])).status_code == 404
    assert client.get(reverse("remove_comment", args=[other.pk])).status_code == 404
    client.post(reverse("edit_comment", args=[mine.pk]), {"body": "<p>Mieux</p>", "language": "nl"})
    mine.refresh_from_db()
    assert (mine.body_html, mine.language) == ("<p>Mieux</p>", "nl")
    assert client.get(reverse("comment_versions", args=[mine.pk])).status_code == 404
    client.post(reverse("delete_comment", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.removed_at


def test_the_author_renames_with_the_opening_words(client, member, room):
    topic = make_topic(room=room, author=member)

    client.post(
        reverse("edit_comment", args=[topic.comments.get().pk]),
        {"title": "Mieux", "body": "<p>Oui</p>", "language": ""},
    )

    topic.refresh_from_db()
    assert topic.title == "Mieux"


def test_thanks_with_and_without_htmx(client, member, room):
    (topic,) = fill(room, topics=1)
    comment = topic.comments.get()

    assert client.post(reverse("thank", args=[comment.pk])).status_code == 302
    assert comment.thanks.count() == 1
    answer = client.post(reverse("thank", args=[comment.pk]), headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answer.content.decode()
    assert comment.thanks.count() == 0


def test_joining_leaving_and_following(client, member):
    room = make_room(access="open")
    fill(room, topics=1)

    client.post(reverse("join_room", args=[room.pk]))
    assert RoomMember.objects.get(room=room, member=member).origin == "joined"
    assert RoomReading.objects.filter(room=room, member=member).exists()
    assert not Topic.objects.unread_by(member).exists()
    client.post(reverse("follow_room", args=[room.pk]), {"level": "mine"})
    assert Follow.objects.get(member=member).level == "mine"
    client.post(reverse("leave_room", args=[room.pk]))
    assert not RoomMember.objects.filter(room=room, member=member).exists()
    assert not Follow.objects.exists()


def test_following_a_topic(client, member, room):
    (topic,) = fill(room, topics=1)
    there = reverse("follow_topic", args=[topic.pk])

    client.post(there, {"level": "mute"})
    assert Follow.objects.get(member=member).level == "mute"
    assert topic.title not in client.get(reverse("whats_new")).content.decode()
    client.post(there, {"level": ""})
    assert not Follow.objects.exists()


def test_asking_and_answering(client, member):
    animator = make_member()
    room = make_room(animators=[animator])

    client.post(reverse("ask_to_join", args=[room.pk]), {"sentence": "Je suis médiatrice."})
    client.post(reverse("ask_to_join", args=[room.pk]), {"sentence": "Encore moi."})
    asked = JoinRequest.objects.get()
    assert room.name in client.get(reverse("whats_new")).content.decode()
    assert client.get(reverse("room_requests", args=[room.pk])).status_code == 404
    assert client.post(reverse("accept_request", args=[asked.pk])).status_code == 404
    client.force_login(animator)
    assert "Je suis médiatrice." in client.get(reverse("room_requests", args=[room.pk])).content.decode()
    client.post(reverse("accept_request", args=[asked.pk]))
    assert RoomMember.objects.get(room=room, member=member).origin == "request"


def test_declining_says_why(client, member):
    room = make_room(animators=[member])
    asked = JoinRequest.objects.create(room=room, member=make_member(), sentence="Moi aussi.")

    client.post(reverse("decline_request", args=[asked.pk]), {f"{asked.pk}-answer": "Réservé aux médiateurs."})

    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.answered_by) == ("declined", "Réservé aux médiateurs.", member)


def test_withdrawing_ones_own_request_only(client, member):
    room = make_room()
    mine = JoinRequest.objects.create(room=room, member=member, sentence="Moi.")
    other = JoinRequest.objects.create(room=room, member=make_member(), sentence="Lui.")

    assert client.post(reverse("withdraw_request", args=[other.pk])).status_code == 404
    client.post(reverse("withdraw_request", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.state == "withdrawn"


def test_animators_pin_close_and_reopen(client, member):
    room = make_room(animators=[member])
    (topic,) = fill(room, topics=1)

    client.post(reverse("pin_topic", args=[topic.pk]))
    client.post(reverse("close_topic", args=[topic.pk]), {"reason": ""})
    topic.refresh_from_db()
    assert (topic.pinned, topic.state) == (True, "open")
    client.post(reverse("close_topic", args=[topic.pk]), {"reason": "Répondu."})
    topic.refresh_from_db()
    assert (topic.state, topic.close_reason) == ("closed", "Répondu.")
    assert "Répondu." in client.get(reverse("topic", args=[topic.pk])).content.decode()
    client.post(reverse("reopen_topic", args=[topic.pk]))
    topic.refresh_from_db()
    assert topic.state == "open"


@pytest.mark.parametrize("name", ["pin_topic", "unpin_topic", "reopen_topic", "close_topic"])
def test_members_do_not_animate(client, member, room, name):
    (topic,) = fill(room, topics=1)

    assert client.post(reverse(name, args=[topic.pk]), {"reason": "x"}).status_code == 404


def test_a_guest_finds_her_topic(client):
    guest = make_member(state="guest")
    topic = make_topic()
    make_guest(guest, topic=topic)
    client.force_login(guest)

    assert topic.title in client.get(reverse("rooms")).content.decode()
    assert topic.title in client.get(reverse("whats_new")).content.decode()
    assert client.get(reverse("topic", args=[topic.pk])).status_code == 200
    assert client.get(reverse("room", args=[topic.room_id])).status_code == 404


def test_nothing_new_says_so(client, member):
    assert reverse("rooms") in client.get(reverse("whats_new")).content.decode()


def test_everything_is_marked_as_read_at_once(client, member, room):
    fill(room, topics=2)
    invited = make_topic()
    make_guest(member, topic=invited)

    client.post(reverse("mark_all_read"))

    assert not Topic.objects.visible_to(member).unread_by(member).exists()


@pytest.mark.parametrize("name", ["mark_room_read", "follow_room", "join_room"])
def test_a_get_changes_nothing(client, room, name):
    assert client.get(reverse(name, args=[room.pk])).status_code == 405
