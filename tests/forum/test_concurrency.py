"""Many people writing at once, on a database of its own that several connections share."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from forum.comments import add_comment, toggle_thanks
from forum.errors import AlreadyAskedError
from forum.models import Comment, JoinRequest, Reading, Thanks, Topic
from forum.reading import move_mark
from forum.rooms import ask_to_join
from tests.factories.forum import let_in, make_room, make_topic
from tests.factories.members import make_member

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(jobs: list[Callable[[], object]]) -> list[BaseException]:
    """Run every job in a thread of its own, all released together; return what they raised."""
    raised: list[BaseException] = []
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return raised


@pytest.mark.parametrize("writers", [10, 50])
def test_many_writers_on_one_topic(writers):
    topic = make_topic()
    people = [make_member() for _number in range(writers)]
    for person in people:
        let_in(person, room=topic.room)

    def writing(person):
        def write():
            for _number in range(4):
                add_comment(topic, author=person, body_html="<p>Moi</p>", language="fr")

        return write

    assert at_once([writing(person) for person in people]) == []
    positions = list(Comment.objects.filter(topic=topic).order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, writers * 4 + 2))
    topic.refresh_from_db()
    assert topic.last_position == writers * 4 + 1
    last = topic.comments.get(position=topic.last_position)
    assert (topic.last_author, topic.last_activity_at) == (last.user, last.submit_date)


def test_one_form_sent_many_times_is_one_comment():
    topic, token = make_topic(), uuid4()

    def write():
        return add_comment(topic, author=topic.author, body_html="<p>Moi</p>", language="fr", client_token=token)

    assert at_once([write] * 10) == []
    assert topic.comments.count() == 2


def test_one_person_thanks_or_not_but_never_twice():
    topic, member = make_topic(), make_member()
    let_in(member, room=topic.room)
    comment = topic.comments.get()

    assert at_once([lambda: toggle_thanks(comment, member=member)] * 9) == []
    assert Thanks.objects.count() == 1


def test_the_mark_of_reading_never_moves_back():
    topic, member = make_topic(), make_member()
    Topic.objects.update(last_position=50)

    jobs = [lambda position=position: move_mark(topic, reader=member, position=position) for position in (50, 3, 20, 7)]
    Reading.objects.create(topic=topic, member=member, position=1)

    assert at_once(jobs) == []
    assert Reading.objects.get().position == 50


def test_asking_at_once_is_asking_once():
    room, member = make_room(), make_member()

    raised = at_once([lambda: ask_to_join(room, member=member, sentence="Moi.")] * 5)

    assert [type(error) for error in raised] == [AlreadyAskedError] * 4
    assert JoinRequest.objects.count() == 1
