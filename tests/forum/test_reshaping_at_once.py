"""Merging, splitting and reporting while others write: no message lost or doubled, no place given twice."""

import pytest

from forum.comments import add_comment, remove_comment
from forum.errors import AlreadyReportedError, CannotMergeError, NotAllowedError
from forum.merging import merge_topics
from forum.models import Comment, Report, Topic
from forum.reporting import report_comment
from forum.splitting import split_topic
from tests.factories.forum import let_in, make_comment, make_room, make_topic
from tests.factories.members import make_member
from tests.forum.test_concurrency import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def animator():
    return make_member()


@pytest.fixture
def room(animator):
    return make_room(animators=[animator])


def writing(topic, author, times):
    def write():
        for _number in range(times):
            add_comment(topic, author=author, body_html="<p>Moi</p>", language="fr")

    return write


def places(topic):
    return list(topic.comments.order_by("position").values_list("position", flat=True))


def test_writers_on_both_topics_while_they_are_merged(room, animator):
    source, target = make_topic(room=room), make_topic(room=room)
    people = [make_member() for _number in range(12)]
    for person in people:
        let_in(person, room=room)
    jobs = [writing(source if number % 2 else target, person, 5) for number, person in enumerate(people)]

    assert at_once([*jobs, lambda: merge_topics(source, into=target, by=animator)]) == []

    target.refresh_from_db()
    source.refresh_from_db()
    assert places(target) == list(range(1, 12 * 5 + 3))
    assert (target.last_position, source.last_position, source.comments.count()) == (62, 0, 0)
    assert set(target.comments.values_list("object_pk", flat=True)) == {str(target.pk)}


def test_two_topics_merged_into_each_other_at_once_become_one(room, animator):
    first, second = make_topic(room=room), make_topic(room=room)
    jobs = [
        lambda: merge_topics(first, into=second, by=animator),
        lambda: merge_topics(second, into=first, by=animator),
    ]

    raised = at_once(jobs * 3)

    assert {type(error) for error in raised} == {CannotMergeError}
    assert len(raised) == 5
    (goes_on,) = Topic.objects.standing()
    assert places(goes_on) == [1, 2]


def test_a_message_chosen_twice_at_once_moves_once_while_others_write(room, animator):
    topic, writer = make_topic(room=room), make_member()
    let_in(writer, room=room)
    chosen = [make_comment(topic).pk for _number in range(3)]
    splits = [lambda: split_topic(topic, chosen=chosen, title="Autre", by=animator)] * 4

    raised = at_once([*splits, writing(topic, writer, 10)])

    assert [type(error) for error in raised] == [NotAllowedError] * 3
    new = Topic.objects.get(title="Autre")
    assert places(new) == [1, 2, 3]
    assert places(topic) == list(range(1, 15))
    assert Comment.objects.filter(moved_to__isnull=False).count() == 3


def test_reporting_at_once_is_reporting_once(room):
    topic, reader = make_topic(room=room), make_member()
    let_in(reader, room=room)
    comment = topic.comments.get()

    raised = at_once([lambda: report_comment(comment, by=reader, reason="other")] * 6)

    assert [type(error) for error in raised] == [AlreadyReportedError] * 5
    assert Report.objects.count() == 1


def test_a_report_and_a_removal_at_once_leave_nothing_waiting(room, animator):
    topic, readers = make_topic(room=room), [make_member() for _number in range(6)]
    for reader in readers:
        let_in(reader, room=room)
    comment = topic.comments.get()
    jobs = [lambda reader=reader: report_comment(comment, by=reader, reason="other") for reader in readers]

    raised = at_once([*jobs, lambda: remove_comment(comment, by=animator, reason="Nom")])

    assert {type(error) for error in raised} <= {NotAllowedError}
    assert not Report.objects.open().exists()
