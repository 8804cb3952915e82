"""The animators' pages: the queue, merging and splitting, featuring, a room in numbers; and reporting for readers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.charts import columns
from forum.comments import remove_comment
from forum.insight import insight_of, last_months
from forum.models import Comment, JoinRequest, Report, Topic
from forum.reporting import report_comment
from forum.restoring import hide_version
from forum.splitting import split_topic
from forum.templatetags.forum_animating import lasting
from tests.factories.forum import let_in, make_comment, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def animator(client):
    someone = make_member(name="Anna Animatrice")
    client.force_login(someone)
    return someone


@pytest.fixture
def room(animator):
    return make_room(animators=[animator])


@pytest.fixture
def topic(room):
    return make_topic(room=room)


def member_of(room, **fields):
    member = make_member(**fields)
    let_in(member, room=room)
    return member


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def report(comment, **fields):
    by = fields.pop("by", None) or member_of(comment.topic.room, name="Rita Rapporte")
    return report_comment(comment, by=by, **{"reason": "hurtful", "words": "À relire."} | fields)


# Reporting, for readers


def test_a_reader_reports_from_the_page_or_in_place(client, topic):
    reader, comment = member_of(topic.room), topic.comments.get()
    client.force_login(reader)
    there = reverse("report_comment", args=[comment.pk])

    assert there in page(client, "topic", topic.pk)
    assert "<html" not in client.get(there, headers=HTMX).content.decode()
    assert "Anna Animatrice" in client.get(there).content.decode()
    assert client.post(there, {"words": "Sans motif"}).status_code == 422
    assert client.post(there, {"reason": "first_post"}).status_code == 422
    answer = client.post(there, {"reason": "hurtful", "words": "Regardez."})

    assert answer.url == reverse("comment", args=[comment.pk])
    assert Report.objects.get().words == "Regardez."
    assert "<form" not in client.get(there, headers=HTMX).content.decode()
    assert client.post(there, {"reason": "other"}).status_code == 302
    assert Report.objects.count() == 1


def test_own_and_removed_words_cannot_be_reported(client, topic, animator):
    author, comment = topic.author, topic.comments.get()
    client.force_login(author)
    assert client.get(reverse("report_comment", args=[comment.pk])).status_code == 404
    assert reverse("report_comment", args=[comment.pk]) not in page(client, "topic", topic.pk)
    remove_comment(comment, by=animator, reason="Nom")
    client.force_login(member_of(topic.room))
    assert client.post(reverse("report_comment", args=[comment.pk]), {"reason": "other"}).status_code == 404


# The queue


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queue_costs_the_same(client, animator, django_assert_num_queries, rows):
    for _number in range(rows):
        room = make_room(animators=[animator])
        report(make_topic(room=room).comments.get())
        JoinRequest.objects.create(room=room, member=make_member(), sentence="Moi")
    client.get(reverse("queue"))

    with django_assert_num_queries(10):
        client.get(reverse("queue"))


@pytest.mark.parametrize("rows", [1, 30])
def test_what_was_handled_costs_the_same(client, animator, django_assert_num_queries, rows):
    for _number in range(rows):
        room = make_room(animators=[animator])
        first, second = make_topic(room=room).comments.get(), make_topic(room=room).comments.get()
        report(first)
        for comment in (first, second):
            remove_comment(comment, by=animator, reason="Nom cité")
        JoinRequest.objects.create(
            room=room, member=make_member(), sentence="Moi", state="declined", answered_by=animator,
            answered_at=timezone.now(),
        )  # fmt: skip
    client.get(reverse("queue"))

    with django_assert_num_queries(12):
        answer = client.get(reverse("queue"), {"show": "handled"})
    assert len(answer.context["handled"]) == min(rows * 3, 30)


def test_the_queue_shows_the_oldest_first_with_words_and_people(client, room, topic):
    asked = JoinRequest.objects.create(room=room, member=make_member(name="Jo Joindre"), sentence="Je suis médiateur.")
    JoinRequest.objects.update(asked_at=timezone.now() - timedelta(days=2))
    report(topic.comments.get())

    answer = client.get(reverse("queue"))
    shown = answer.content.decode()

    assert [row.request or row.comment for row, _forms in answer.context["rows"]] == [asked, topic.comments.get()]
    for words in ("Jo Joindre", "Je suis médiateur.", "Rita Rapporte", "À relire.", topic.author.name, topic.title):
        assert words in shown


def test_a_comment_reported_twice_stands_once_with_both_reasons(client, topic):
    comment = topic.comments.get()
    report(comment)
    report(comment, reason="wrong", words="Faux.", by=member_of(topic.room))

    ((row, _forms),) = client.get(reverse("room_queue", args=[topic.room_id])).context["rows"]

    assert [each.reason for each in row.reports] == ["hurtful", "wrong"]


def test_each_room_has_its_own_queue_and_other_people_none(client, animator, room, topic):
    other = make_topic(room=make_room(animators=[animator]))
    report(topic.comments.get())
    report(other.comments.get())

    assert other.title not in page(client, "room_queue", room.pk)
    client.force_login(topic.author)
    assert client.get(reverse("queue")).status_code == 404
    assert client.get(reverse("room_queue", args=[room.pk])).status_code == 404


def test_leaving_and_removing_from_the_queue_lead_back_to_it(client, topic):
    first, second = topic.comments.get(), make_comment(topic)
    report(first)
    report(second)
    queue = reverse("queue")

    left = client.post(reverse("leave_comment", args=[first.pk]), {"answer": "Accord donné.", "next": queue})
    removed = client.post(reverse("remove_comment", args=[second.pk]), {"reason": "Nom cité", "next": queue})

    assert left.url == removed.url == queue
    assert set(Report.objects.values_list("state", "answer")) == {
        ("dismissed", "Accord donné."),
        ("upheld", "Nom cité"),
    }
    shown = page(client, "queue", show="handled")
    assert "Accord donné." in shown
    assert reverse("restore_comment", args=[second.pk]) in shown
    assert reverse("restore_comment", args=[first.pk]) not in shown


def test_a_removal_without_reason_asks_for_one_and_still_leads_back(client, topic):
    comment = topic.comments.get()
    answer = client.post(reverse("remove_comment", args=[comment.pk]), {"reason": "", "next": "/fr/queue/"})

    assert answer.status_code == 422
    assert 'name="next" value="/fr/queue/"' in answer.content.decode()


def test_removed_words_are_put_back_from_the_history(client, topic, animator):
    comment = topic.comments.get()
    words = comment.body_html
    remove_comment(comment, by=animator, reason="Erreur")

    assert words in page(client, "queue", show="handled")
    client.post(reverse("restore_comment", args=[comment.pk]))

    comment.refresh_from_db()
    assert (comment.body_html, comment.removed_at) == (words, None)


def test_an_empty_queue_says_so_and_news_count_what_waits(client, topic):
    assert "notice-words" not in page(client, "whats_new")
    assert "empty-title" in page(client, "queue")

    report(topic.comments.get())
    JoinRequest.objects.create(room=topic.room, member=make_member(), sentence="Moi")

    assert client.get(reverse("whats_new")).context["waiting"] == 2
    assert reverse("queue") in page(client, "whats_new")
    assert client.get(reverse("room", args=[topic.room_id])).context["waiting"] == 2


def test_her_own_words_are_never_for_her_to_remove_in_the_queue(client, animator, topic):
    mine = make_comment(topic, author=animator)
    report(mine)

    shown = page(client, "queue")

    assert "Rita Rapporte" not in shown
    assert reverse("remove_comment", args=[mine.pk]) not in shown


def test_a_message_without_name_stays_without_name_in_the_queue(client, room, topic):
    author = member_of(room, name="Zoé Secrète")
    comment = make_comment(topic, author=author, anonymous_as="a town", organisation=None)
    report(comment)

    assert "Zoé Secrète" not in page(client, "queue")


@pytest.mark.parametrize("name", ["leave_comment", "restore_comment"])
def test_members_settle_nothing(client, topic, name):
    client.force_login(member_of(topic.room))

    assert client.post(reverse(name, args=[topic.comments.get().pk])).status_code == 404


def test_hidden_versions_are_for_animators(client, animator, topic):
    comment = topic.comments.get()
    version = comment.versions.create(body_html="<p>Ancien nom</p>", written_at=comment.submit_date)
    Comment.objects.filter(pk=comment.pk).update(edited_at=timezone.now())

    client.post(reverse("hide_version", args=[version.pk]))
    assert "Ancien nom" in page(client, "comment_versions", comment.pk)
    client.force_login(topic.author)
    assert "Ancien nom" not in page(client, "comment_versions", comment.pk)
    assert client.post(reverse("show_version", args=[version.pk])).status_code == 404
    client.force_login(animator)
    client.post(reverse("show_version", args=[version.pk]))
    client.force_login(topic.author)
    assert "Ancien nom" in page(client, "comment_versions", comment.pk)


def test_silent_versions_are_nobodys_to_show(client, topic):
    version = topic.comments.get().versions.create(body_html="<p>Brouillon</p>", written_at=timezone.now(), silent=True)

    assert client.post(reverse("hide_version", args=[version.pk])).status_code == 404


# Featuring


def test_what_is_put_forward_stands_at_the_head_of_the_room(client, topic):
    client.post(reverse("feature_topic", args=[topic.pk]))

    assert list(client.get(reverse("room", args=[topic.room_id])).context["featured"]) == [topic]
    assert "Qui a un exemple de protocole ?" in page(client, "room", topic.room_id)
    assert not client.get(reverse("room", args=[topic.room_id]), {"show": "unread"}).context["featured"]
    client.post(reverse("unfeature_topic", args=[topic.pk]))
    assert not client.get(reverse("room", args=[topic.room_id])).context["featured"]


@pytest.mark.parametrize("name", ["feature_topic", "unfeature_topic", "merge_topic", "split_topic"])
def test_members_do_not_reshape(client, topic, name):
    client.force_login(topic.author)

    assert client.post(reverse(name, args=[topic.pk])).status_code == 404
    assert reverse(name, args=[topic.pk]) not in page(client, "topic", topic.pk)


# Merging


def test_merging_step_by_step(client, animator, room, topic):
    other, foreign = make_topic(room=room, title="Le bon fil"), make_topic(title="Le bon ailleurs")
    there = reverse("merge_topic", args=[topic.pk])
    make_comment(topic)

    assert other.title in client.get(there).content.decode()
    found = client.get(there, {"q": "bon"}).content.decode()
    assert other.title in found
    assert foreign.title not in found
    assert (
        other.title in client.get(there, {"q": f"https://parvis.example/fr/discussions/{other.pk}/"}).content.decode()
    )
    assert client.get(there, {"into": other.pk}).status_code == 200
    assert topic.comments.count() == 2
    answer = client.post(there, {"into": other.pk})

    assert answer.url == reverse("topic", args=[other.pk]) + "#m2"
    assert other.comments.count() == 3


@pytest.mark.parametrize("into", ["x", "0", "9" * 30, "-1"])
def test_merging_into_nonsense_or_elsewhere_is_unknown(client, topic, into):
    foreign = make_topic()

    for number in (into, foreign.pk, topic.pk):
        assert client.get(reverse("merge_topic", args=[topic.pk]), {"into": number}).status_code == 404
        assert client.post(reverse("merge_topic", args=[topic.pk]), {"into": number}).status_code == 404


def test_a_merge_between_rooms_names_who_gains_and_who_loses(client, animator, topic):
    other = make_topic(room=make_room(animators=[animator]))

    shown = page(client, "merge_topic", topic.pk, into=other.pk)

    assert topic.author.name in shown
    assert other.author.name in shown


def test_a_merged_topics_addresses_lead_on_for_who_reads_both(client, animator, room, topic):
    target = make_topic(room=make_room(animators=[animator]))
    comment = make_comment(topic)
    left_behind = topic.author
    client.post(reverse("merge_topic", args=[topic.pk]), {"into": target.pk})
    there = reverse("topic", args=[target.pk]) + "#m2"

    assert client.get(reverse("topic", args=[topic.pk])).url == there
    assert client.get(reverse("first_unread", args=[topic.pk])).url == there
    assert client.get(reverse("comment", args=[comment.pk])).url == reverse("topic", args=[target.pk]) + "#m3"
    assert topic.title not in page(client, "room", room.pk)
    client.force_login(left_behind)
    assert client.get(reverse("topic", args=[topic.pk])).status_code == 404
    assert client.get(reverse("comment", args=[comment.pk])).status_code == 404


def test_what_was_merged_away_takes_no_more_verbs(client, room, topic):
    other = make_topic(room=room)
    client.post(reverse("merge_topic", args=[topic.pk]), {"into": other.pk})

    for name in ("pin_topic", "feature_topic", "reopen_topic", "merge_topic", "split_topic"):
        assert client.post(reverse(name, args=[topic.pk]), {"reason": "x"}).status_code == 404, name
    topic.refresh_from_db()
    assert topic.state == "merged"


# Splitting


def test_splitting_by_ticks(client, topic):
    first, second = make_comment(topic), make_comment(topic)
    there = reverse("split_topic", args=[topic.pk])

    assert client.get(there).status_code == 200
    refused = client.post(there, {"title": "", "chosen": [first.pk]})
    assert refused.status_code == 422
    assert f'value="{first.pk}" checked' in refused.content.decode()
    assert client.post(there, {"title": "Vide"}).status_code == 422
    assert client.post(there, {"title": "Le début", "chosen": [topic.comments.get(position=1).pk]}).status_code == 422
    answer = client.post(there, {"title": "Autre chose", "chosen": [first.pk, second.pk]})

    new = Topic.objects.get(title="Autre chose")
    assert answer.url == reverse("topic", args=[new.pk])
    shown = page(client, "topic", topic.pk)
    assert shown.count("Autre chose") == 2
    assert reverse("comment", args=[first.pk]) in shown
    assert client.get(reverse("comment", args=[first.pk])).url == reverse("topic", args=[new.pk]) + "#m1"


def test_a_line_names_the_new_discussion_only_to_who_may_read_it(client, topic, animator):
    moved = make_comment(topic)
    new = split_topic(topic, chosen=[moved.pk], title="Chut", by=animator)
    Topic.objects.filter(pk=new.pk).update(room=make_room(access="closed"))

    assert "Chut" not in page(client, "topic", topic.pk)


@pytest.mark.parametrize("rows", [2, 30])
def test_the_page_to_split_costs_the_same(client, topic, django_assert_num_queries, rows):
    for _number in range(rows):
        make_comment(topic, author=member_of(topic.room))
    client.get(reverse("split_topic", args=[topic.pk]))

    with django_assert_num_queries(10):
        client.get(reverse("split_topic", args=[topic.pk]))


# Insight


@pytest.mark.parametrize("rows", [1, 30])
def test_insight_costs_the_same(client, room, django_assert_num_queries, rows):
    for _number in range(rows):
        make_topic(room=room, kind="question")
    client.get(reverse("room_insight", args=[room.pk]))

    with django_assert_num_queries(16):
        client.get(reverse("room_insight", args=[room.pk]))


def test_a_room_in_numbers(room):
    now = timezone.now()
    asked = make_topic(room=room, kind="question", created_at=now - timedelta(hours=5))
    Topic.objects.filter(pk=asked.pk).update(first_answer_at=now)
    open_question = make_topic(room=room, kind="question", created_at=now - timedelta(days=40))
    make_comment(asked)
    make_topic()

    insight = insight_of(room)

    assert (insight.members, insight.active, insight.unanswered_count) == (3, 1, 1)
    assert list(insight.unanswered) == [open_question]
    assert insight.answered_in == timedelta(hours=5)
    assert len(insight.months) == 12
    assert sum(month.topics for month in insight.months) == 2
    assert sum(month.comments for month in insight.months) == 3


def test_merged_topics_and_lines_are_not_counted_twice(client, room, animator):
    topic = make_topic(room=room)
    moved = make_comment(topic)
    split_topic(topic, chosen=[moved.pk], title="Autre", by=animator)

    assert sum(month.comments for month in insight_of(room).months) == 2


def test_the_table_comes_as_csv(client, room, topic):
    answer = client.get(reverse("room_figures", args=[room.pk]))
    lines = answer.content.decode("utf-8-sig").splitlines()

    assert answer["Content-Type"].startswith("text/csv")
    assert len(lines) == 13
    assert lines[-1] == f"{timezone.localdate():%Y-%m};1;1;"


@pytest.mark.parametrize("name", ["room_insight", "room_figures"])
def test_insight_is_for_animators(client, topic, name):
    client.force_login(topic.author)

    assert client.get(reverse(name, args=[topic.room_id])).status_code == 404


def test_insight_names_no_reader(client, room, topic):
    reader = member_of(room, name="Lise Lectrice")
    client.force_login(reader)
    client.get(reverse("topic", args=[topic.pk]))
    client.force_login(room.memberships.get(role="animator").member)

    assert "Lise Lectrice" not in page(client, "room_insight", room.pk)


def test_twelve_months_end_with_this_one():
    months = last_months(date(2026, 2, 14))

    assert (months[0].isoformat(), months[-1].isoformat(), len(months)) == ("2025-03-01", "2026-02-01", 12)


def test_the_highest_column_fills_the_drawing_and_one_is_always_seen():
    low, high, none = columns([("jan", 1), ("fév", 900), ("mars", 0)])

    assert (high.height, high.y, none.height) == (140, 0, 0)
    assert low.height == 2


def test_lengths_of_time_are_written_in_a_fitting_unit():
    written = [lasting(timedelta(minutes=minutes)) for minutes in (5, 90, 60 * 47, 60 * 72)]

    assert [each.split()[0] for each in written] == ["5", "2", "47", "3"]


def test_a_guest_sees_no_animators_tools(client, topic):
    guest = make_member(state="guest")
    make_guest(guest, topic=topic)
    client.force_login(guest)

    assert reverse("merge_topic", args=[topic.pk]) not in page(client, "topic", topic.pk)


def test_the_hidden_version_is_hidden_for_the_author_too(client, topic, animator):
    comment = topic.comments.get()
    version = comment.versions.create(body_html="<p>Avant</p>", written_at=comment.submit_date)
    hide_version(version, by=animator)
    client.force_login(topic.author)

    assert "Avant" not in page(client, "comment_versions", comment.pk)
