"""Who is told of a comment, why, and that it happens once, outside the request, whatever breaks."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.sql import InsertQuery
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_comments.models import Comment as DjangoComment
from django_comments_xtd.models import XtdComment

from forum import spreading
from forum.comments import add_comment, remove_comment
from forum.following import Wishes, followed_comments
from forum.models import Comment, Follow, Mention, Notice, Reading, Room, RoomMember, RoomReading, Topic, Untold
from forum.readers import readers_of
from forum.spreading import tell_of, tell_untold
from members.models import Member
from tests.factories.forum import let_in, make_comment, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return make_topic()


def inside(topic, level="", **fields):
    member = make_member(**fields)
    let_in(member, room=topic.room)
    if level in {"everything", "mine", "nothing"}:
        Follow.objects.create(member=member, room=topic.room, level=level)
    elif level:
        Follow.objects.create(member=member, topic=topic, level=level)
    return member


def say(topic, author=None, mention=(), **fields):
    comment = add_comment(topic, author=author or inside(topic), body_html="<p>Bonjour</p>", language="fr", **fields)
    Mention.objects.bulk_create(Mention(comment=comment, member=member) for member in mention)
    return comment


def told(member):
    return member.notices.values_list("reason", flat=True).first()


def test_a_comment_waits_to_be_told_and_is_told_once(topic):
    reader = inside(topic)
    comment = say(topic)

    assert Untold.objects.get().comment == comment
    assert not Notice.objects.exists()
    assert tell_untold() == 1
    assert (told(reader), told(topic.author)) == ("followed", "mine")
    assert not Untold.objects.exists()
    assert tell_untold() == 0
    assert Notice.objects.get(member=reader).count == 1


def test_what_breaks_half_way_is_told_later_and_once(topic, monkeypatch):
    reader = inside(topic)
    say(topic)
    real, calls = spreading.tell, []

    def broken(*args, **kwargs):
        real(*args, **kwargs)
        calls.append(1)
        raise RuntimeError("killed")

    monkeypatch.setattr(spreading, "tell", broken)
    assert tell_untold() == 0
    assert calls
    assert not Notice.objects.exists()
    assert Untold.objects.count() == 1
    monkeypatch.undo()
    assert tell_untold() == 1
    assert reader.notices.get().count == 1


def test_two_workers_tell_once(topic):
    reader = inside(topic)
    say(topic)
    waiting = Untold.objects.get().pk

    assert tell_of(waiting)
    assert not tell_of(waiting)
    assert reader.notices.get().count == 1


def test_the_author_is_never_told(topic):
    author = inside(topic)
    say(topic, author, mention=[author], answer_to=say(topic, author))
    tell_untold()

    assert not author.notices.exists()


def test_the_strongest_reason_is_told(topic):
    answered, mentioned, wrote, follower = (inside(topic) for _each in range(4))
    first = say(topic, answered)
    say(topic, wrote)
    Untold.objects.all().delete()
    comment = say(topic, mention=[mentioned, wrote], answer_to=first)
    tell_untold()

    assert [told(member) for member in (answered, mentioned, wrote, follower)] == [
        "answer",
        "mention",
        "mention",
        "followed",
    ]
    notice = answered.notices.get()
    assert (notice.comment, notice.by, notice.topic, notice.room) == (comment, comment.user, topic, topic.room)


@pytest.mark.parametrize(
    ("level", "plain", "answered", "mentioned"),
    [
        ("everything", "followed", "answer", "mention"),
        ("mine", None, "answer", "mention"),
        ("nothing", None, "answer", "mention"),
        ("follow", "followed", "answer", "mention"),
        ("mute", None, None, "mention"),
    ],
)
def test_what_she_chose_counts(topic, level, plain, answered, mentioned):
    one, two, three = (inside(topic, level) for _each in range(3))
    hers = make_comment(topic, author=two)
    say(topic, answer_to=hers, mention=[three])
    tell_untold()

    assert (told(one), told(two), told(three)) == (plain, answered, mentioned)


def test_only_who_may_read_and_is_active_is_told(topic):
    gone = inside(topic, state=Member.State.DEACTIVATED)
    late = make_member()
    let_in(late, room=topic.room, until=timezone.now() - timedelta(days=1))
    Follow.objects.create(member=late, room=topic.room, level="everything")
    outside = make_member()
    guest, past_guest = make_member(state="guest"), make_member(state="guest")
    make_guest(guest, topic=topic)
    make_guest(past_guest, topic=topic, days=-1)
    say(topic, mention=[outside, gone, late, past_guest])
    tell_untold()

    assert set(Notice.objects.values_list("member", flat=True)) == {topic.author.pk, guest.pk}


def test_who_has_read_it_already_is_not_told(topic):
    reader, marker = inside(topic), inside(topic)
    comment = say(topic)
    Reading.objects.create(member=reader, topic=topic, position=comment.position)
    RoomReading.objects.create(member=marker, room=topic.room, read_before=timezone.now())
    tell_untold()

    assert not reader.notices.exists()
    assert not marker.notices.exists()


def test_a_comment_removed_meanwhile_is_not_told(topic):
    animator = make_member()
    let_in(animator, room=topic.room, role="animator")
    comment = say(topic)
    remove_comment(comment, by=animator, reason="Nom")
    tell_untold()

    assert not Notice.objects.filter(about=f"topic:{topic.pk}").exists()
    assert not Untold.objects.exists()


def test_who_writes_without_a_name_stays_nameless(topic):
    reader = inside(topic)
    comment = say(topic)
    Comment.objects.filter(pk=comment.pk).update(anonymous_as="town:20000")
    tell_untold()

    assert reader.notices.get().by is None


def test_an_answer_settles_the_question_for_the_animators():
    topic = make_topic(kind=Topic.Kind.QUESTION)
    animator = make_member()
    Notice.objects.create(member=animator, about=f"unanswered:{topic.pk}", reason="unanswered", topic=topic)
    say(topic)
    tell_untold()

    assert not animator.notices.unseen().exists()


@pytest.mark.parametrize("readers", [1, 30])
def test_telling_costs_the_same_for_any_number_of_readers(topic, readers):
    for _number in range(readers):
        inside(topic)
    say(topic, mention=[inside(topic)])

    waiting = Untold.objects.get().pk
    with CaptureQueriesContext(connection) as captured:
        tell_of(waiting)

    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) == 17


@pytest.mark.parametrize("earlier", [10, 10_000])
def test_posting_costs_the_same_in_a_long_conversation(client, topic, earlier, django_capture_on_commit_callbacks):
    author = inside(topic)
    inside(topic)
    _fill(topic, earlier)
    client.force_login(author)
    Reading.objects.create(member=author, topic=topic, position=earlier)

    with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/fr/discussions/{topic.pk}/answer/", {"body": "<p>Bonjour à toutes et à tous</p>"})

    assert answer.status_code == 302
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # The bound is 20. A running site takes one more after the commit, the task's own row.
    assert len(statements) == 18
    assert Comment.objects.filter(topic=topic).count() == earlier + 1


def _fill(topic, comments):
    """Write so many comments straight into the three tables."""
    first = Comment.objects.get(topic=topic).pk
    rows = [
        Comment(
            id=first + position, comment_ptr_id=first + position, xtdcomment_ptr_id=first + position,
            topic=topic, position=position, user=topic.author, language="fr", content_object=topic, site_id=1,
            submit_date=timezone.now(),
        )
        for position in range(2, comments + 1)
    ]  # fmt: skip
    for model in (DjangoComment, XtdComment, Comment):
        for start in range(0, len(rows), 500):
            query = InsertQuery(model)
            query.insert_values(model._meta.local_fields, rows[start : start + 500])
            query.get_compiler(connection=connection).execute_sql()
    Topic.objects.filter(pk=topic.pk).update(last_position=comments)


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_of_asking_agree(seed):
    """For random people, rooms and choices: who is told of a comment is who wants to hear of it."""
    chance = random.Random(seed)
    room = make_room(access=chance.choice(["open", "request", "closed"]))
    people = [make_member(state=chance.choice(["approved", "approved", "guest"])) for _each in range(8)]
    topic = make_topic(room=room, author=chance.choice(people))
    for person in people:
        _choose(person, topic, chance)
    asked = chance.choice([None, *Comment.objects.filter(topic=topic)])
    comment = make_comment(topic, author=people[0], answer_to=asked)
    Mention.objects.bulk_create(Mention(comment=comment, member=person) for person in chance.sample(people, 2))
    wishes = Wishes.about(comment)
    for person in people[1:]:
        wants = Comment.objects.filter(followed_comments(person), id=comment.pk).exists()
        assert (wishes.reason_for(person.pk) is not None) is wants, (person, wishes)


def _choose(person, topic, chance):
    """Let her in, or not; let her choose, or not."""
    if chance.random() < 0.6:
        RoomMember.objects.create(room=topic.room, member=person)
    if chance.random() < 0.4:
        level = chance.choice(["everything", "mine", "nothing"])
        Follow.objects.create(member=person, room=topic.room, level=level)
    if chance.random() < 0.3:
        Follow.objects.create(member=person, topic=topic, level=chance.choice(["follow", "mute"]))
    if chance.random() < 0.2:
        make_guest(person, topic=topic, days=chance.choice([-1, 30]))
    if chance.random() < 0.3:
        make_comment(topic, author=person)


def test_readers_are_those_whom_the_one_rule_lets_read():
    chance = random.Random(11)
    people = [make_member(state=state) for state in Member.State for _each in range(2)]
    for access in Room.Access:
        topic = make_topic(room=make_room(access=access))
        other = make_topic(room=topic.room)
        for person in people:
            end = chance.choice([None, timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)])
            if chance.random() < 0.5:
                RoomMember.objects.create(room=topic.room, member=person, until=end)
            if chance.random() < 0.3:
                make_guest(person, topic=chance.choice([topic, other]), days=chance.choice([-1, 3]))
        may = {person.pk for person in Member.objects.all() if Topic.objects.visible_to(person).filter(pk=topic.pk)}
        assert set(readers_of(topic).values_list("pk", flat=True)) == may
