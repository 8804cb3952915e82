"""The list of notices: what stands in it, how it is left, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.models import Notice, RoomMember
from forum.noticing import KEPT, forget_old, unseen_count
from forum.reading import mark_room_read
from forum.telling import settle, tell
from tests.factories.forum import let_in, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
LIST = "/fr/notices/"


@pytest.fixture
def reader(client):
    member = make_member()
    client.force_login(member)
    return member


@pytest.fixture
def room(reader):
    return make_room(members=[reader])


def told(reader, room, *, reason="followed", **fields):
    topic = make_topic(room=room)
    about = fields.pop("about", f"topic:{topic.pk}")
    by, comment = topic.author, topic.comments.get()
    tell([reader], about=about, reason=reason, room=room, topic=topic, comment=comment, by=by, **fields)
    return topic


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same(client, reader, room, django_assert_num_queries, rows):
    for _number in range(rows):
        told(reader, room)
        told(reader, room, reason="reminder", about=f"kept:{_number}")
    client.get(LIST)

    with django_assert_num_queries(9):
        client.get(LIST)


def test_looking_changes_nothing(client, reader, room):
    topic = told(reader, room)
    page = client.get(LIST).content.decode()

    assert topic.title in page
    assert topic.author.name in page
    client.head(LIST)
    assert unseen_count(reader) == 1


def test_the_count_stands_with_the_link_on_every_page(client, reader, room):
    told(reader, room)
    told(reader, room)
    page = client.get(reverse("rooms")).content.decode()

    assert page.count(f'href="{LIST}"') == 2
    assert page.count('<span aria-hidden="true">2</span>') == 2


def test_opening_the_topic_is_having_seen_it(client, reader, room):
    topic = told(reader, room)
    client.head(topic.get_absolute_url())
    client.get(topic.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    assert unseen_count(reader) == 1

    client.get(topic.get_absolute_url())
    assert unseen_count(reader) == 0


def test_opening_a_topic_does_not_answer_what_waits_in_the_queue(client, reader, room):
    RoomMember.objects.update(role="animator")
    topic = told(reader, room, reason="report", about="report:1")
    client.get(topic.get_absolute_url())

    assert unseen_count(reader) == 1
    settle("report:1")
    assert unseen_count(reader) == 0


def test_a_button_leads_to_what_is_no_topic_and_marks_it_seen(client, reader, room):
    RoomMember.objects.update(role="animator")
    tell([reader], about="join-request:1", reason="request", room=room)
    notice = Notice.objects.get()

    assert client.get(reverse("open_notice", args=[notice.pk])).status_code == 405
    answer = client.post(reverse("open_notice", args=[notice.pk]))
    assert answer.url == reverse("room_requests", args=[room.pk])
    assert unseen_count(reader) == 0


def test_one_or_all_are_marked_as_seen(client, reader, room):
    for _number in range(3):
        told(reader, room)
    first = Notice.objects.first()

    assert client.post(reverse("mark_notice_seen", args=[first.pk]), {"next": "/fr/notices/?page=1"}).status_code == 302
    assert unseen_count(reader) == 2
    client.post(reverse("mark_all_notices_seen"))
    assert unseen_count(reader) == 0
    assert client.get(LIST).status_code == 200


def test_a_thing_stands_once(client, reader, room):
    topic = told(reader, room)
    client.get(topic.get_absolute_url())
    tell([reader], about=f"topic:{topic.pk}", reason="mention", room=room, topic=topic, comment=topic.comments.get())

    assert Notice.objects.count() == 2
    assert client.get(LIST).content.decode().count(topic.title) == 1


def test_thirty_on_a_page(client, reader, room):
    for _number in range(31):
        told(reader, room)

    assert client.get(LIST).content.decode().count("<h3") == 30
    assert client.get(f"{LIST}?page=2").content.decode().count("<h3") == 1


def test_an_empty_list_says_so(client, reader):
    assert client.get(LIST).status_code == 200
    assert 'class="empty"' in client.get(LIST).content.decode()


def test_what_she_may_no_longer_read_is_neither_shown_nor_counted(client, reader, room):
    topic = told(reader, room)
    tell([reader], about="join-request:1", reason="answered", room=room)
    RoomMember.objects.filter(member=reader).update(until=timezone.now() - timedelta(minutes=1))

    assert topic.title not in client.get(LIST).content.decode()
    assert unseen_count(reader) == 1
    pk = Notice.objects.get(topic=topic).pk
    for name in ("open_notice", "mark_notice_seen"):
        assert client.post(reverse(name, args=[pk])).status_code == 404


def test_what_is_the_animators_business_goes_with_the_mandate(client, reader, room):
    RoomMember.objects.update(role="animator")
    topic = told(reader, room, reason="report", about="report:1")
    assert topic.title in client.get(LIST).content.decode()
    RoomMember.objects.update(role="member")

    assert topic.title not in client.get(LIST).content.decode()
    assert unseen_count(reader) == 0


def test_nobody_opens_the_notice_of_another(client, reader, room):
    other = make_member()
    let_in(other, room=room)
    told(other, room)

    assert client.post(reverse("open_notice", args=[Notice.objects.get().pk])).status_code == 404
    assert other.notices.unseen().exists()


def test_marking_a_room_as_read_is_having_seen_its_comments(reader, room):
    told(reader, room)
    told(reader, room, reason="reminder", about="kept:1")
    mark_room_read(room, member=reader)

    assert [notice.reason for notice in reader.notices.unseen()] == ["reminder"]


def test_a_topic_page_without_news_writes_nothing(client, reader, room):
    topic = told(reader, room)
    client.get(topic.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        client.get(topic.get_absolute_url())
    assert not [query["sql"] for query in captured if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def test_old_notices_go(reader, room):
    told(reader, room)
    told(reader, room)
    Notice.objects.filter(pk=Notice.objects.first().pk).update(changed_at=timezone.now() - KEPT - timedelta(days=1))

    assert forget_old() == 1
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("reason", Notice.Reason.values)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_reason_has_words_and_a_place(client, reader, room, reason, language):
    RoomMember.objects.update(role="animator")
    told(reader, room, reason=reason, about="thing:1")
    page = client.get(f"/{language}/notices/")

    assert page.status_code == 200
    assert "%(" not in page.content.decode()
    answer = client.post(reverse("open_notice", args=[Notice.objects.get().pk]))
    assert client.get(answer.url, follow=True).status_code == 200
