"""Making one topic of two, and two of one: nothing said is lost, doubled, or shown to somebody new unasked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forum.comments import add_comment
from forum.documents import ForumDocuments
from forum.errors import CannotMergeError, NotAllowedError
from forum.merging import access_change, merge_topics
from forum.models import Draft, Follow, Notice, Reading, RoomReading, Summary, Topic
from forum.splitting import split_topic
from forum.telling import tell
from tests.factories.forum import let_in, make_comment, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def animator():
    return make_member()


@pytest.fixture
def room(animator):
    return make_room(animators=[animator])


def make(room, *, comments=0, **fields):
    topic = make_topic(room=room, **fields)
    for _number in range(comments):
        make_comment(topic)
    return topic


def words(topic):
    rows = topic.comments.order_by("position")
    return list(rows.values_list("position", "body_html"))


def test_the_comments_become_the_next_ones_in_their_order(room, animator):
    source, target = make(room, body="<p>A</p>", comments=2), make(room, body="<p>B</p>", comments=1)
    carried = list(source.comments.order_by("position").values_list("pk", flat=True))

    merge_topics(source, into=target, by=animator)

    assert words(target) == [
        (1, "<p>B</p>"),
        (2, "<p>Réponse 2</p>"),
        (3, "<p>A</p>"),
        (4, "<p>Réponse 2</p>"),
        (5, "<p>Réponse 3</p>"),
    ]
    assert list(target.comments.filter(position__gt=2).order_by("position").values_list("pk", flat=True)) == carried
    assert {comment.object_pk for comment in target.comments.all()} == {str(target.pk)}
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.state, source.merged_into, source.merged_at, source.last_position) == ("merged", target, 3, 0)
    assert target.last_position == 5
    assert add_comment(target, author=animator, body_html="<p>C</p>", language="fr").position == 6
    assert ModelLogEntry.objects.filter(action="forum.merge_topics").count() == 1


def test_merging_costs_the_same_however_long_the_conversation(room, animator):
    counts = []
    for comments in (1, 40):
        source, target = make(room, comments=comments), make(room)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            merge_topics(source, into=target, by=animator)
        counts.append(len([q for q in queries if "search_" not in q["sql"]]))
    assert counts[0] == counts[1]


def test_what_leads_to_the_first_of_three_leads_to_the_last(room, animator):
    first, second, third = make(room), make(room), make(room, comments=3)
    merge_topics(first, into=second, by=animator)
    merge_topics(second, into=third, by=animator)

    first.refresh_from_db()
    assert (first.merged_into, first.merged_at) == (third, 6)
    assert add_comment(first, author=animator, body_html="<p>Encore</p>", language="fr").topic == third


def test_who_had_read_both_has_read_the_whole(room, animator):
    source, target, both, half, none = make(room, comments=2), make(room), *(make_member() for _number in range(3))
    for member in (both, half, none):
        let_in(member, room=room)
    Reading.objects.create(member=both, topic=source, position=3)
    Reading.objects.create(member=both, topic=target, position=1)
    Reading.objects.create(member=half, topic=source, position=1)
    Reading.objects.create(member=half, topic=target, position=1)

    merge_topics(source, into=target, by=animator)

    assert dict(Reading.objects.values_list("member", "position")) == {both.pk: 4, half.pk: 2}
    assert not Topic.objects.unread_by(both).exists()
    assert list(Topic.objects.unread_by(half)) == list(Topic.objects.unread_by(none)) == [target]


def test_a_room_marked_as_read_stays_read(room, animator):
    member = make_member()
    let_in(member, room=room)
    source, target = make(room, comments=2), make(room)
    RoomReading.objects.create(member=member, room=room, read_before=timezone.now() + timedelta(seconds=1))

    merge_topics(source, into=target, by=animator)

    assert not Topic.objects.unread_by(member).exists()


def test_what_was_unread_in_the_target_stays_unread(room, animator):
    member = make_member()
    let_in(member, room=room)
    source, target = make(room), make(room, comments=4)
    Reading.objects.create(member=member, topic=source, position=1)
    Reading.objects.create(member=member, topic=target, position=2)

    merge_topics(source, into=target, by=animator)

    assert Reading.objects.get(member=member).position == 2


def test_follows_go_on_and_a_choice_for_the_target_counts(room, animator):
    follower, mute = make_member(), make_member()
    for member in (follower, mute):
        let_in(member, room=room)
    source, target = make(room), make(room)
    Follow.objects.create(member=follower, topic=source, level="follow")
    Follow.objects.create(member=mute, topic=source, level="follow")
    Follow.objects.create(member=mute, topic=target, level="mute")

    merge_topics(source, into=target, by=animator)

    assert set(Follow.objects.values_list("member", "topic", "level")) == {
        (follower.pk, target.pk, "follow"),
        (mute.pk, target.pk, "mute"),
    }


def test_unseen_notices_become_one_per_topic(room, animator):
    one, two = make_member(), make_member()
    for member in (one, two):
        let_in(member, room=room)
    source, target = make(room), make(room)
    tell([one, two], about=f"topic:{source.pk}", reason="followed", topic=source)
    tell([one], about=f"topic:{target.pk}", reason="followed", topic=target)

    merge_topics(source, into=target, by=animator)

    followed = Notice.objects.filter(reason="followed")
    assert set(followed.values_list("member", "about", "topic", "count")) == {
        (one.pk, f"topic:{target.pk}", target.pk, 2),
        (two.pk, f"topic:{target.pk}", target.pk, 1),
    }
    assert list(source.author.notices.values_list("reason", flat=True)) == ["moved"]


def test_a_draft_goes_on_in_the_target(room, animator):
    source, target = make(room), make(room)
    Draft.objects.create(member=animator, place=f"topic:{source.pk}", body_html="<p>Presque fini</p>")

    merge_topics(source, into=target, by=animator)

    assert Draft.objects.get().place == f"topic:{target.pk}"


def test_the_summary_goes_with_the_words_if_there_is_room_for_it(room, animator):
    source, target = make(room), make(room)
    Summary.objects.create(topic=source, text_fr="À retenir")

    merge_topics(source, into=target, by=animator)

    assert Summary.objects.get().topic == target


def test_another_room_shows_first_whose_access_changes(room, animator):
    other = make_room(animators=[animator])
    source, target = make(room), make(other)
    guest = make_member(state="guest")
    make_guest(guest, topic=source)

    change = access_change(source, into=target)
    merge_topics(source, into=target, by=animator)

    assert change.gains == [target.author]
    assert set(change.loses) == {source.author, guest}
    assert not Topic.objects.visible_to(guest).filter(pk=target.pk).exists()
    assert not source.author.notices.exists()


def test_only_an_animator_of_both_rooms_merges(room, animator):
    source, foreign = make(room), make(make_room())
    closed = make_member()
    let_in(closed, room=room)

    for into, by in ((foreign, animator), (make(room), closed)):
        with pytest.raises(NotAllowedError):
            merge_topics(source, into=into, by=by)
    with pytest.raises(NotAllowedError):
        merge_topics(foreign, into=source, by=animator)


def test_what_cannot_be_merged_says_so(room, animator):
    source, target, poll = make(room), make(room), make(room, kind="poll")

    for first, second in ((source, source), (poll, target)):
        with pytest.raises(CannotMergeError):
            merge_topics(first, into=second, by=animator)
    merge_topics(source, into=target, by=animator)
    with pytest.raises(CannotMergeError):
        merge_topics(source, into=make(room), by=animator)


def test_search_finds_the_words_in_their_new_place_only(room, animator):
    source, target = make(room, comments=1), make(room)
    opening = source.comments.get(position=1)
    merge_topics(source, into=target, by=animator)

    found = {document.key: document.within for document in ForumDocuments().documents()}

    assert f"topic:{source.pk}" not in found
    assert found[f"comment:{opening.pk}"] == f"topic:{target.pk}"


def split(topic, positions, by, title="Autre chose"):
    chosen = topic.comments.filter(position__in=positions).values_list("pk", flat=True)
    return split_topic(topic, chosen=chosen, title=title, by=by)


def test_chosen_comments_open_a_new_topic_and_lines_stay(room, animator):
    topic = make(room, comments=4)
    second = topic.comments.get(position=2)
    answer = make_comment(topic, answer_to=second)
    moved = make_comment(topic, answer_to=second)

    new = split(topic, [2, 4, 7], animator)

    assert words(new) == [(1, "<p>Réponse 2</p>"), (2, "<p>Réponse 4</p>"), (3, "<p>Réponse 7</p>")]
    assert [position for position, _words in words(topic)] == [1, 2, 3, 4, 5, 6, 7]
    line = topic.comments.get(position=2)
    assert (line.moved_to_id, line.body_html, line.user) == (second.pk, "", None)
    answer.refresh_from_db()
    moved.refresh_from_db()
    assert answer.answer_to == line
    assert (moved.answer_to.pk, moved.thread_id, moved.object_pk) == (second.pk, second.pk, str(new.pk))
    assert (new.room, new.author, new.last_position, new.title) == (room, topic.author, 3, "Autre chose")
    topic.refresh_from_db()
    assert topic.last_position == 7


def test_an_answer_to_what_stays_stands_alone(room, animator):
    topic = make(room)
    answer = make_comment(topic, answer_to=topic.comments.get(position=1))

    split(topic, [2], animator)

    answer.refresh_from_db()
    assert (answer.answer_to, answer.level, answer.thread_id) == (None, 0, answer.pk)


def test_the_opening_comment_and_removed_ones_stay(room, animator):
    topic = make(room, comments=1)
    topic.comments.filter(position=2).update(removed_at=timezone.now())

    for positions in ([1], [2], []):
        with pytest.raises(NotAllowedError):
            split(topic, positions, animator)
    with pytest.raises(NotAllowedError):
        split(make(room, comments=1), [2], make_member())


def test_readers_followers_and_guests_are_the_same_on_both_sides(room, animator):
    topic, member, guest = make(room, comments=3), make_member(), make_member(state="guest")
    let_in(member, room=room)
    make_guest(guest, topic=topic)
    Reading.objects.create(member=member, topic=topic, position=3)
    Follow.objects.create(member=member, topic=topic, level="mute")

    new = split(topic, [2, 4], animator)

    assert Reading.objects.get(member=member, topic=new).position == 1
    assert Follow.objects.get(member=member, topic=new).level == "mute"
    assert Topic.objects.visible_to(guest).filter(pk=new.pk).exists()
