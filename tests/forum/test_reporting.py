"""Reporting a comment, first comments, and what animators make of them."""

import pytest
from wagtail.models import ModelLogEntry

from forum.comments import add_comment, delete_comment, remove_comment
from forum.errors import AlreadyAnsweredError, AlreadyReportedError, NotAllowedError
from forum.models import Comment, Notice, Report
from forum.reporting import dismiss_reports, report_comment
from forum.restoring import hide_version, restore_comment, show_version
from forum.topics import open_topic
from tests.factories.forum import let_in, make_comment, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def animator():
    return make_member()


@pytest.fixture
def topic(animator):
    return make_topic(room=make_room(animators=[animator]))


@pytest.fixture
def reader(topic):
    member = make_member()
    let_in(member, room=topic.room)
    return member


def report(comment, by, **fields):
    return report_comment(comment, by=by, **{"reason": "hurtful", "words": "Regardez."} | fields)


def told(member):
    return list(member.notices.values_list("reason", "about"))


def test_a_report_tells_the_rooms_animators_and_nobody_else(topic, reader, animator):
    elsewhere = make_member()
    make_room(animators=[elsewhere])

    made = report(topic.comments.get(), reader)

    assert told(animator) == [("report", f"report:{made.pk}")]
    assert Notice.objects.exclude(member=animator).count() == 0
    assert list(Report.objects.visible_to(animator)) == [made]
    assert not Report.objects.visible_to(reader).exists()
    assert not Report.objects.visible_to(elsewhere).exists()


def test_one_person_reports_once_while_it_is_open(topic, reader, animator):
    comment = topic.comments.get()
    report(comment, reader)

    with pytest.raises(AlreadyReportedError):
        report(comment, reader)
    dismiss_reports(comment, by=animator)
    report(comment, reader)

    assert comment.reports.count() == 2


def test_nobody_reports_her_own_words_removed_ones_or_what_she_cannot_read(topic, reader, animator):
    comment = make_comment(topic, author=reader)
    with pytest.raises(NotAllowedError):
        report(comment, reader)
    with pytest.raises(NotAllowedError):
        report(comment, make_member())
    with pytest.raises(NotAllowedError):
        report(comment, topic.author, reason="first_post")
    remove_comment(comment, by=animator, reason="Nom cité")
    with pytest.raises(NotAllowedError):
        report(comment, topic.author)


def test_a_guest_of_the_topic_may_report(topic, animator):
    guest = make_member(state="guest")
    make_guest(guest, topic=topic)

    report(topic.comments.get(), guest)

    assert told(animator)[0][0] == "report"


def test_removing_the_words_upholds_every_report_and_tells_who_made_them(topic, reader, animator):
    other, comment = make_member(), topic.comments.get()
    let_in(other, room=topic.room)
    report(comment, reader)
    report(comment, other)

    remove_comment(comment, by=animator, reason="Nom cité")

    assert set(Report.objects.values_list("state", "handled_by")) == {("upheld", animator.pk)}
    for member in (reader, other):
        (outcome,) = member.notices.all()
        assert (outcome.reason, outcome.words) == ("outcome", "Nom cité")
    assert told(animator) == []


def test_leaving_the_words_tells_the_reporter_why(topic, reader, animator):
    comment = topic.comments.get()
    made = report(comment, reader)

    dismiss_reports(comment, by=animator, answer="La personne a donné son accord.")

    made.refresh_from_db()
    assert (made.state, made.handled_by, made.answer) == ("dismissed", animator, "La personne a donné son accord.")
    assert reader.notices.get().words == "La personne a donné son accord."
    assert ModelLogEntry.objects.filter(action="forum.dismiss_report", user=animator).count() == 1
    with pytest.raises(AlreadyAnsweredError):
        dismiss_reports(comment, by=animator)


def test_who_lost_the_room_hears_no_outcome(topic, reader, animator):
    comment = topic.comments.get()
    report(comment, reader)
    topic.room.memberships.filter(member=reader).delete()

    dismiss_reports(comment, by=animator)

    assert not reader.notices.exists()


def test_only_the_rooms_animators_leave_or_restore_words(topic, reader, animator):
    comment = topic.comments.get()
    report(comment, reader)
    elsewhere = make_member()
    make_room(animators=[elsewhere])

    for member in (reader, elsewhere):
        with pytest.raises(NotAllowedError):
            dismiss_reports(comment, by=member)
    remove_comment(comment, by=animator, reason="Nom cité")
    for member in (reader, elsewhere, topic.author):
        with pytest.raises(NotAllowedError):
            restore_comment(comment, by=member)


def test_the_author_who_takes_her_words_back_ends_their_reports(topic, reader, animator):
    made = report(topic.comments.get(), reader)

    delete_comment(topic.comments.get(), by=topic.author)

    made.refresh_from_db()
    assert (made.state, made.handled_by) == ("upheld", None)
    assert reader.notices.get().reason == "outcome"


def test_an_animator_does_not_judge_her_own_words_while_another_can(topic, reader, animator):
    colleague = make_member()
    mine = make_comment(topic, author=animator)
    alone = report(mine, reader)
    assert list(Report.objects.visible_to(animator)) == [alone]
    assert animator.notices.get().by is None

    let_in(colleague, room=topic.room, role="animator")

    assert not Report.objects.visible_to(animator).exists()
    assert list(Report.objects.visible_to(colleague)) == [alone]
    Report.objects.all().delete()
    report(mine, reader)
    assert colleague.notices.get().by == reader


def test_restored_words_stand_again_and_the_reporter_hears_it(topic, reader, animator):
    comment = make_comment(topic, body_html="<p>Avec <strong>force</strong></p>")
    report(comment, reader)
    remove_comment(comment, by=animator, reason="Erreur")

    restore_comment(comment, by=animator)

    comment.refresh_from_db()
    assert comment.body_html == "<p>Avec <strong>force</strong></p>"
    assert (comment.comment, comment.is_removed, comment.removed_at, comment.removed_by) == (
        "Avec force",
        False,
        None,
        None,
    )
    assert not comment.versions.exists()
    assert Report.objects.get().state == "dismissed"
    assert reader.notices.get().reason == "outcome"
    assert ModelLogEntry.objects.filter(action="forum.restore_comment").exists()


def test_what_its_author_deleted_is_gone_for_good(topic, animator):
    comment = topic.comments.get()
    delete_comment(comment, by=topic.author)

    with pytest.raises(NotAllowedError):
        restore_comment(comment, by=animator)


def test_a_hidden_version_can_be_shown_again(topic, reader, animator):
    comment = topic.comments.get()
    version = comment.versions.create(body_html="<p>Avant</p>", written_at=comment.submit_date)

    with pytest.raises(NotAllowedError):
        hide_version(version, by=reader)
    hide_version(version, by=animator)
    version.refresh_from_db()
    assert version.hidden_by == animator
    show_version(version, by=animator)
    version.refresh_from_db()
    assert version.hidden_at is None


def write(topic, author):
    return add_comment(topic, author=author, body_html="<p>Bonjour</p>", language="fr")


def test_a_first_comment_waits_for_a_look_where_the_room_wants_that(topic, reader, animator):
    topic.room.reviews_first_posts = True
    topic.room.save()

    first = write(topic, reader)
    write(topic, reader)
    write(topic, animator)

    waiting = Report.objects.get()
    assert (waiting.comment_id, waiting.reason, waiting.by) == (first.pk, "first_post", None)
    assert told(animator) == [("first_post", f"report:{waiting.pk}")]


def test_a_first_topic_waits_too_and_other_rooms_want_nothing(reader, animator):
    room = make_room(members=[reader], animators=[animator], reviews_first_posts=True)
    calm = make_room(members=[reader])
    words = {"author": reader, "title": "Bonjour", "body_html": "<p>Moi</p>", "language": "fr"}

    open_topic(calm, **words)
    assert not Report.objects.exists()
    opened = open_topic(room, **words)

    assert Report.objects.get().comment == Comment.objects.get(topic=opened)
