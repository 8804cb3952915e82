"""What helps to read: a room's filters, keeping for later, the print view, languages that one reads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.models import Kept, Reading, RoomMember, Summary
from tests.factories.forum import let_in, make_comment, make_room, make_topic
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


@pytest.fixture
def other(room):
    someone = make_member()
    let_in(someone, room=room)
    return someone


def test_filters_of_a_room_combine(client, member, room, other):
    mine = make_topic(room=room, author=member, kind="question")
    read = make_topic(room=room, author=other, language="nl")
    Reading.objects.create(member=member, topic=read, position=1)
    Reading.objects.create(member=member, topic=mine, position=1)
    answered = make_topic(room=room, author=other, first_answer_at=timezone.now())
    make_comment(answered, author=member)
    Summary.objects.create(topic=answered, text_fr="Bref")

    def shown(**query):
        return set(client.get(room.get_absolute_url(), query).context["page"])

    assert shown() == {mine, read, answered}
    assert shown(show="unread") == {answered}
    assert shown(show="mine") == {mine, answered}
    assert shown(show=["mine", "unanswered"]) == {mine}
    assert shown(show=["mine", "summary"]) == {answered}
    assert shown(kind="question") == {mine}
    assert shown(language="nl", show="unanswered") == {read}
    assert shown(show=["unread", "mine"], language="nl") == set()
    assert shown(show="x", kind="x", language="x", tag="x") == {mine, read, answered}


def test_pages_keep_the_filters(client, member, room, other):
    for _number in range(31):
        make_topic(room=room, author=other)

    page = client.get(room.get_absolute_url(), {"show": "unanswered", "language": "fr"}).content.decode()

    assert "?show=unanswered&amp;language=fr&amp;page=2" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_a_filtered_room_costs_the_same(client, room, other, django_assert_num_queries, rows):
    for _number in range(rows):
        make_topic(room=room, author=other)
    query = {"show": ["unread", "unanswered"], "kind": "discussion", "language": "fr"}
    client.get(room.get_absolute_url(), query)

    with django_assert_num_queries(12):
        client.get(room.get_absolute_url(), query)


def test_a_comment_is_kept_with_a_note_and_let_go(client, member, room, other):
    comment = make_comment(make_topic(room=room, author=other), body_html="<p>Gardez ceci</p>")
    url = reverse("keep_comment", args=[comment.pk])

    client.post(url)
    kept = Kept.objects.get()
    client.post(reverse("edit_kept", args=[kept.pk]), {"note": "Pour lundi", "remind_on": timezone.localdate()})
    page = client.get(reverse("kept")).content.decode()
    assert "Gardez ceci" in page
    assert "Pour lundi" in page
    drawn = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="false"' in drawn
    assert not Kept.objects.exists()


def test_a_reminder_in_the_past_is_refused_and_a_moved_one_reminds_again(client, member, room, other):
    kept = Kept.objects.create(
        member=member, comment=make_topic(room=room, author=other).comments.get(), reminded_at=timezone.now()
    )
    url = reverse("edit_kept", args=[kept.pk])

    assert client.post(url, {"remind_on": timezone.localdate() - timedelta(days=1)}).status_code == 422
    client.post(url, {"remind_on": timezone.localdate() + timedelta(days=1)})
    assert Kept.objects.get().reminded_at is None


def test_what_may_no_longer_be_read_stays_without_words(client, member, room, other):
    topic = make_topic(room=room, author=other, title="Titre secret", body="<p>Mots secrets</p>")
    kept = Kept.objects.create(member=member, comment=topic.comments.get(), note="Ma note")
    RoomMember.objects.filter(member=member).delete()

    for url in (reverse("kept"), reverse("edit_kept", args=[kept.pk])):
        page = client.get(url).content.decode()
        assert "secret" not in page.lower()
        assert "Ma note" in page


def test_nobody_sees_what_another_keeps(client, member, room, other):
    kept = Kept.objects.create(member=other, comment=make_topic(room=room, author=other).comments.get())

    assert client.get(reverse("edit_kept", args=[kept.pk])).status_code == 404
    assert client.post(reverse("remove_kept", args=[kept.pk])).status_code == 404
    assert "kept-title" not in client.get(reverse("kept")).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_what_is_kept_costs_the_same(client, member, room, other, django_assert_num_queries, rows):
    topic = make_topic(room=room, author=other)
    for _number in range(rows):
        Kept.objects.create(member=member, comment=make_comment(topic))
    client.get(reverse("kept"))

    with django_assert_num_queries(9):
        client.get(reverse("kept"))


def test_the_print_view_masks_names_also_in_quotations(client, room, other):
    someone = make_member(name="Anna O’Brien")
    let_in(someone, room=room)
    topic = make_topic(room=room, author=someone)
    make_comment(
        topic, author=other, body_html="<blockquote><p><strong>Anna O’Brien</strong></p></blockquote><p>Oui</p>"
    )
    url = reverse("print_topic", args=[topic.pk])

    assert client.get(url).content.decode().count("Anna O’Brien") == 2
    masked = client.get(url, {"names": "0"}).content.decode()
    assert "Anna" not in masked
    assert other.name not in masked
    assert str(someone.organisation or "") in masked


@pytest.mark.parametrize("rows", [1, 30])
def test_the_print_view_costs_the_same(client, room, other, django_assert_num_queries, rows):
    topic = make_topic(room=room, author=other)
    for _number in range(rows):
        make_comment(topic, author=other)
    client.get(reverse("print_topic", args=[topic.pk]))

    with django_assert_num_queries(6):
        client.get(reverse("print_topic", args=[topic.pk]))


def test_only_languages_that_she_does_not_read_are_marked(client, member, room, other):
    topic = make_topic(room=room, author=other, language="nl")

    def is_marked():
        return [
            client.get(url).content.decode().count("language-tag")
            for url in (room.get_absolute_url(), topic.get_absolute_url())
        ]

    assert is_marked() == [1, 2]
    member.reads = ["fr", "nl"]
    member.save()
    assert is_marked() == [0, 0]
