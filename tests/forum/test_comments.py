"""Writing, changing and removing comments."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forum.comments import add_comment, delete_comment, edit_comment, remove_comment, toggle_thanks
from forum.errors import NotAllowedError, TokenTakenError, TopicClosedError
from forum.models import Comment, CommentVersion, Topic
from tests.factories.forum import let_in, make_comment, make_room, make_topic
from tests.factories.members import make_member, make_organisation

pytestmark = pytest.mark.django_db


def write(topic, author, **fields):
    return add_comment(topic, author=author, **{"body_html": "<p>Bonjour</p>", "language": "fr"} | fields)


def test_a_comment_takes_the_next_position_and_moves_the_topic():
    topic = make_topic()
    author = make_member(organisation=make_organisation())
    let_in(author, room=topic.room)

    comment = write(topic, author)

    topic.refresh_from_db()
    assert (comment.position, comment.organisation, comment.comment) == (2, author.organisation, "Bonjour")
    assert (topic.last_position, topic.last_author, topic.last_activity_at) == (2, author, comment.submit_date)
    assert comment.user_email == comment.user_name == ""
    assert comment.ip_address is None


def test_words_are_cleaned_before_they_are_kept():
    topic = make_topic()

    comment = write(topic, topic.author, body_html='<p onclick="x()">Oui<script>alert(1)</script></p>')

    assert comment.body_html == "<p>Oui</p>"


def test_answers_stay_at_one_level():
    topic = make_topic()
    opening = topic.comments.get()
    first = write(topic, topic.author, answer_to=opening)
    second = write(topic, topic.author, answer_to=first)

    assert (opening.level, first.level, second.level) == (0, 1, 1)
    assert second.answer_to == first
    assert first.parent_id == second.parent_id == opening.pk
    assert first.thread_id == second.thread_id == opening.pk
    write(topic, topic.author)
    assert list(topic.comments.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_an_answer_to_another_topic_or_to_removed_words_is_refused():
    topic, elsewhere = make_topic(), make_topic()
    gone = make_comment(topic, removed_at=timezone.now())

    for answered in (elsewhere.comments.get(), gone):
        with pytest.raises(NotAllowedError):
            write(topic, topic.author, answer_to=answered)


def test_a_form_sent_twice_is_one_comment():
    topic, token = make_topic(), uuid4()

    first = write(topic, topic.author, client_token=token)
    again = write(topic, topic.author, client_token=token, body_html="<p>Autre</p>")

    assert again == first
    assert topic.comments.count() == 2
    topic.refresh_from_db()
    assert topic.last_position == 2


def test_somebody_elses_token_tells_nothing():
    topic, token = make_topic(), uuid4()
    write(topic, topic.author, client_token=token)
    other = make_member()
    let_in(other, room=topic.room)

    with pytest.raises(TokenTakenError):
        write(topic, other, client_token=token)


def test_who_may_not_read_may_not_write():
    topic = make_topic()

    with pytest.raises(NotAllowedError):
        write(topic, make_member())


def test_a_closed_topic_takes_no_comment():
    topic = make_topic(state="closed")

    with pytest.raises(TopicClosedError):
        write(topic, topic.author)


def test_writing_costs_the_same_at_both_sizes():
    small, large = make_topic(), make_topic()
    for _number in range(60):
        make_comment(large)
    counts = []
    for topic in (small, large):
        opening = topic.comments.get(position=1)
        write(topic, topic.author)  # content types and sites are cached now
        with CaptureQueriesContext(connection) as queries:
            write(topic, topic.author, answer_to=opening)
        counts.append(len([one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]))

    # Ours are six: the topic's lock, three tables, had she read it, the topic. The others are the search index's.
    assert counts[0] == counts[1] <= 14


def test_an_early_edit_leaves_no_mark():
    topic = make_topic()
    comment = write(topic, topic.author)

    edit_comment(comment, by=topic.author, body_html="<p>Mieux</p>", language="fr")

    comment.refresh_from_db()
    assert (comment.body_html, comment.comment, comment.edited_at) == ("<p>Mieux</p>", "Mieux", None)
    assert not comment.versions.filter(silent=False).exists()


def test_a_late_edit_is_marked_and_keeps_what_stood_there():
    topic = make_topic()
    comment = make_comment(topic, submit_date=timezone.now() - timedelta(minutes=31), body_html="<p>Avant</p>")

    edit_comment(comment, by=topic.author, body_html="<p>Après</p>", language="fr")

    comment.refresh_from_db()
    assert comment.edited_at
    assert [version.body_html for version in comment.versions.filter(silent=False)] == ["<p>Avant</p>"]


def test_an_edit_makes_nothing_unread():
    topic = make_topic()
    before = topic.last_activity_at

    edit_comment(topic.comments.get(), by=topic.author, body_html="<p>Mieux</p>", language="nl")

    topic.refresh_from_db()
    assert (topic.last_activity_at, topic.last_position) == (before, 1)


def test_only_the_author_edits_and_only_while_the_topic_is_open():
    animator = make_member()
    topic = make_topic(room=make_room(animators=[animator]))
    comment = topic.comments.get()
    with pytest.raises(NotAllowedError):
        edit_comment(comment, by=animator, body_html="<p>Non</p>", language="fr")

    Topic.objects.update(state="closed")
    with pytest.raises(NotAllowedError):
        edit_comment(comment, by=topic.author, body_html="<p>Non</p>", language="fr")


def test_deleting_leaves_an_empty_place():
    topic = make_topic()
    comment = write(topic, topic.author)
    answer = write(topic, topic.author, answer_to=comment)
    edit_comment(comment, by=topic.author, body_html="<p>Secret</p>", language="fr")

    delete_comment(comment, by=topic.author)

    comment.refresh_from_db()
    assert (comment.body_html, comment.comment, comment.position, comment.is_removed) == ("", "", 2, True)
    assert not CommentVersion.objects.filter(comment=comment).exists()
    answer.refresh_from_db()
    assert answer.answer_to == comment
    assert write(topic, topic.author).position == 4


def test_an_animator_removes_with_a_reason_and_the_log_holds_no_words():
    animator = make_member()
    topic = make_topic(room=make_room(animators=[animator]), title="MARQUEUR")
    comment = write(topic, topic.author, body_html="<p>MARQUEUR</p>")

    remove_comment(comment, by=animator, reason="Reconnaissable")

    comment.refresh_from_db()
    assert (comment.body_html, comment.removal_reason, comment.removed_by) == ("", "Reconnaissable", animator)
    assert comment.versions.get().silent
    entry = ModelLogEntry.objects.get(action="forum.remove_comment")
    assert "MARQUEUR" not in f"{entry.label} {entry.data}"


def test_nobody_else_deletes_or_removes():
    topic, member = make_topic(), make_member()
    let_in(member, room=topic.room)
    comment = topic.comments.get()

    with pytest.raises(NotAllowedError):
        delete_comment(comment, by=member)
    with pytest.raises(NotAllowedError):
        remove_comment(comment, by=member, reason="Non")
    other_animator = make_member()
    make_room(animators=[other_animator])
    with pytest.raises(NotAllowedError):
        remove_comment(comment, by=other_animator, reason="Non")


def test_thanks_are_given_once_and_taken_back():
    topic, member = make_topic(), make_member()
    let_in(member, room=topic.room)
    comment = topic.comments.get()

    assert toggle_thanks(comment, member=member) is True
    assert comment.thanks.count() == 1
    assert toggle_thanks(comment, member=member) is False
    assert comment.thanks.count() == 0
    with pytest.raises(NotAllowedError):
        toggle_thanks(comment, member=topic.author)
    with pytest.raises(NotAllowedError):
        toggle_thanks(comment, member=make_member())


def test_the_packages_hook_is_not_connected():
    """It would rewrite the visibility of whole threads at every save of an existing comment."""
    topic = make_topic()
    opening = topic.comments.get()
    answer = write(topic, topic.author, answer_to=opening)
    Comment.objects.filter(pk=answer.pk).update(is_public=False)

    opening.refresh_from_db()
    opening.save()

    answer.refresh_from_db()
    assert answer.is_public is False
    opening.refresh_from_db()
    assert opening.nested_count == 0
