"""Kinds of topics: questions, needs and offers, polls, summaries, keywords."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.answering import mark_helpful, unmark_helpful
from forum.errors import IncompleteError, NotAllowedError, PollClosedError
from forum.exchanging import end_exchange, open_exchanges
from forum.models import Exchange, Meeting, Option, Poll, Summary, Topic, Vote
from forum.particulars import Choice, Exchanged, Polled
from forum.polling import choose_moment, close_poll, read_poll, reopen_poll, vote
from forum.summarising import write_summary
from forum.topics import open_topic
from tests.factories.forum import let_in, make_comment, make_room, make_topic
from tests.factories.home import make_tag, make_theme
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
WORDS = {"title": "Titre", "body_html": "<p>Bonjour</p>", "language": "fr"}


@pytest.fixture
def author():
    return make_member()


@pytest.fixture
def animator():
    return make_member()


@pytest.fixture
def room(author, animator):
    return make_room(members=[author], animators=[animator])


@pytest.fixture
def reader(room):
    someone = make_member()
    let_in(someone, room=room)
    return someone


@pytest.fixture
def poll(room, author):
    choices = [Choice(text="Lundi"), Choice(text="Mardi"), Choice(text="Jeudi")]
    topic = open_topic(room, author=author, kind="poll", particulars=Polled(choices=choices), **WORDS)
    return topic.poll


@pytest.fixture
def date_poll(room, author):
    start = timezone.now() + timedelta(days=9)
    choices = [Choice(starts_at=start + timedelta(days=n), ends_at=start + timedelta(days=n, hours=3)) for n in (0, 1)]
    topic = open_topic(room, author=author, kind="date_poll", particulars=Polled(choices=choices), **WORDS)
    return topic.poll


def enter(client, member):
    client.force_login(member)
    return client


def test_every_kind_can_be_started_from_the_form(client, room, author):
    enter(client, author)
    theme = make_theme()
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    base = {"room": room.pk, "title": "Titre", "body": "Bonjour"}
    particulars = {
        "discussion": {},
        "question": {"until": "nonsense that belongs to another kind"},
        "need": {"theme": theme.pk, "who": "Une ville", "until": day},
        "offer": {},
        "poll": {"options": "Oui\nNon\n\nNon", "several": "on"},
        "date_poll": {"moments-0-day": day, "moments-0-starts": "09:00", "moments-0-ends": "12:00",
                      "moments-3-day": day, "moments-3-starts": "14:00"},
    }  # fmt: skip
    for kind, more in particulars.items():
        answer = client.post(reverse("new_topic"), base | {"kind": kind} | more)
        assert answer.status_code == 302, answer.context["form"].errors
        assert client.get(answer["Location"]).status_code == 200
    assert list(Topic.objects.order_by("pk").values_list("kind", flat=True)) == list(particulars)
    assert Exchange.objects.get(topic__kind="need").theme == theme
    assert [option.text for option in Option.objects.filter(poll__topic__kind="poll")] == ["Oui", "Non"]
    assert Poll.objects.get(topic__kind="poll").several
    assert Option.objects.filter(poll__topic__kind="date_poll").count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "poll", "options": "Seul"},
        {"kind": "poll", "options": "\n".join(str(number) for number in range(21))},
        {"kind": "poll", "options": "a" * 161 + "\nb"},
        {"kind": "poll", "options": "a\nb", "closes_at": "2020-01-01T10:00"},
        {"kind": "date_poll", "moments-0-day": "2030-01-01", "moments-0-starts": "09:00"},
        {"kind": "date_poll", "moments-0-day": "2030-01-01", "moments-1-day": "2030-01-02"},
        {"kind": "date_poll", "moments-0-day": "2030-13-01", "moments-0-starts": "09:00"},
    ],
)
def test_a_poll_that_cannot_be_voted_on_is_refused(client, room, author, fields):
    enter(client, author)

    answer = client.post(reverse("new_topic"), {"room": room.pk, "title": "T", "body": "B"} | fields)

    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_a_poll_without_options_is_never_opened(room, author):
    with pytest.raises(IncompleteError):
        open_topic(room, author=author, kind="poll", **WORDS)
    assert not Topic.objects.exists()


def test_the_author_or_an_animator_marks_the_answer_that_helped(client, room, author, animator, reader):
    topic = make_topic(room=room, author=author, kind="question")
    answer, other = make_comment(topic, author=reader, body_html="<p>Voici notre protocole</p>"), make_comment(topic)

    mark_helpful(answer, by=author)
    mark_helpful(other, by=animator)
    assert Topic.objects.get().helpful_answer == other
    unmark_helpful(answer, by=author)
    assert Topic.objects.get().helpful_answer == other
    with pytest.raises(NotAllowedError):
        mark_helpful(answer, by=reader)
    with pytest.raises(NotAllowedError):
        mark_helpful(topic.comments.get(position=1), by=author)

    enter(client, author).post(reverse("mark_helpful", args=[answer.pk]))
    page = client.get(topic.get_absolute_url()).content.decode()
    assert page.count("Voici notre protocole") == 2
    assert enter(client, reader).post(reverse("mark_helpful", args=[answer.pk])).status_code == 404


def test_a_removed_answer_is_shown_as_helpful_no_more(client, room, author):
    topic = make_topic(room=room, author=author, kind="question")
    answer = make_comment(topic, removed_at=timezone.now(), body_html="")
    Topic.objects.update(helpful_answer=answer)

    assert enter(client, author).get(topic.get_absolute_url()).context["helpful"] is None


def test_open_needs_and_offers_of_her_rooms_are_listed(client, room, author, reader):
    def start(kind, until=None, where=room):
        return open_topic(where, author=author, kind=kind, particulars=Exchanged(until=until), **WORDS)

    today = timezone.localdate()
    need, offer, over = start("need"), start("offer", today), start("need", today - timedelta(days=1))
    elsewhere = make_room(members=[author])
    start("need", where=elsewhere)
    ended = start("offer")
    end_exchange(ended, by=author, outcome="found", words="Trois villes l’ont reçu")

    assert set(open_exchanges(reader)) == {need, offer}
    enter(client, reader)
    assert list(client.get(reverse("exchanges")).context["page"]) == [offer, need]
    assert list(client.get(reverse("exchanges"), {"kind": "need"}).context["page"]) == [need]
    assert "Trois villes l’ont reçu" in client.get(ended.get_absolute_url()).content.decode()
    assert Exchange.objects.get(topic=over).is_expired


def test_only_its_author_and_animators_say_what_came_of_an_offer(client, room, author, reader):
    topic = open_topic(room, author=author, kind="offer", **WORDS)
    url = reverse("end_exchange", args=[topic.pk])

    assert enter(client, reader).get(url).status_code == 404
    enter(client, author)
    assert client.post(url, {"outcome": ""}).status_code == 422
    client.post(url, {"outcome": "found", "outcome_words": "Envoyé"})
    assert Exchange.objects.get().outcome == "found"
    client.post(reverse("resume_exchange", args=[topic.pk]))
    assert Exchange.objects.get().ended_at is None


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_needs_costs_the_same(client, room, author, django_assert_num_queries, rows):
    for _number in range(rows):
        open_topic(room, author=author, kind="need", particulars=Exchanged(theme=make_theme()), **WORDS)
    enter(client, author).get(reverse("exchanges"))

    with django_assert_num_queries(9):
        client.get(reverse("exchanges"))


def test_a_vote_can_be_changed_and_taken_back(poll, reader):
    first, second, _third = poll.options.all()

    vote(poll, member=reader, answers={first.pk: "yes"})
    vote(poll, member=reader, answers={second.pk: "yes"})
    assert Vote.objects.get().option == second
    vote(poll, member=reader, answers={})
    assert not Vote.objects.exists()


def test_votes_that_the_poll_does_not_allow_are_refused(poll, date_poll, reader):
    first, second, _third = poll.options.all()
    moment = date_poll.options.first()

    for answers in ({first.pk: "yes", second.pk: "yes"}, {first.pk: "maybe"}, {moment.pk: "yes"}, {0: "yes"}):
        with pytest.raises(NotAllowedError):
            vote(poll, member=reader, answers=answers)
    with pytest.raises(NotAllowedError):
        vote(poll, member=make_member(), answers={first.pk: "yes"})
    assert not Vote.objects.exists()


def test_a_closed_poll_takes_no_votes(poll, author, reader):
    option = poll.options.first()
    close_poll(poll, by=author)
    with pytest.raises(PollClosedError):
        vote(poll, member=reader, answers={option.pk: "yes"})
    reopen_poll(poll, by=author)
    Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(PollClosedError):
        vote(poll, member=reader, answers={option.pk: "yes"})


def test_a_poll_is_read_in_one_query(poll, reader, author, django_assert_num_queries):
    first = poll.options.first()
    vote(poll, member=reader, answers={first.pk: "yes"})
    vote(poll, member=author, answers={first.pk: "yes"})

    with django_assert_num_queries(1):
        shown = read_poll(poll, reader=reader)

    assert [(len(each.yes), each.mine, each.leads) for each in shown.options] == [
        (2, "yes", True), (0, "", False), (0, "", False),
    ]  # fmt: skip
    assert (shown.voters, shown.has_voted) == (2, True)


def test_voting_works_without_and_with_htmx(client, poll, reader):
    enter(client, reader)
    first, second, _third = poll.options.all()
    url = reverse("vote", args=[poll.topic_id])

    assert client.post(url, {"option": first.pk})["Location"].endswith("#poll")
    drawn = client.post(url, {"option": second.pk}, headers={"HX-Request": "true"})

    assert Vote.objects.get().option == second
    assert 'id="poll"' in drawn.content.decode()
    assert "<html" not in drawn.content.decode()
    for nonsense in ("x", "9" * 30, "²", "-1"):
        assert client.post(url, {"option": nonsense}).status_code == 302
    assert Vote.objects.get().option == second


def test_a_topic_with_a_poll_costs_the_same(client, poll, reader, author, django_assert_num_queries):
    enter(client, reader)
    vote(poll, member=author, answers={poll.options.first().pk: "yes"})
    client.get(poll.topic.get_absolute_url())

    with django_assert_num_queries(11):
        client.get(poll.topic.get_absolute_url())


def test_a_date_poll_becomes_a_meeting_once(client, date_poll, author, reader):
    first, second = date_poll.options.all()
    vote(date_poll, member=reader, answers={first.pk: "maybe", second.pk: "yes"})
    url = reverse("choose_moment", args=[date_poll.topic_id, second.pk])

    assert enter(client, reader).get(url).status_code == 404
    enter(client, author)
    assert client.get(url).status_code == 200
    client.post(url, {"place": "Salle 3"})
    meeting = choose_moment(second, by=author)

    assert Meeting.objects.get() == meeting
    assert (meeting.place, meeting.starts_at, meeting.topic_id) == ("Salle 3", second.starts_at, date_poll.topic_id)
    with pytest.raises(PollClosedError):
        choose_moment(first, by=author)
    assert reverse("meeting", args=[meeting.pk]) in client.get(date_poll.topic.get_absolute_url()).content.decode()


def test_what_we_take_away_stands_first_and_says_which_language_is_missing(client, room, author):
    topic = make_topic(room=room, author=author)
    enter(client, author)
    url = reverse("write_summary", args=[topic.pk])

    client.post(url, {"text_fr": "Trois villes ont un protocole."})
    page = client.get(topic.get_absolute_url()).content.decode()
    assert page.index("Trois villes ont un protocole.") < page.index("Qui a un exemple")
    assert 'lang="fr"' in page
    form = client.get(reverse("release_words", args=[topic.pk])).content.decode()
    assert "Trois villes ont un protocole." in form
    client.post(url, {"text_fr": "", "text_nl": ""})
    assert not Summary.objects.exists()


def test_only_its_author_and_animators_write_what_is_taken_away(room, author, animator, reader):
    topic = make_topic(room=room, author=author)

    write_summary(topic, by=animator, text_fr="", text_nl="Drie steden.")
    with pytest.raises(NotAllowedError):
        write_summary(topic, by=reader, text_fr="Autre", text_nl="")
    assert Summary.objects.get().by == animator


def test_keywords_are_chosen_and_filtered_by(client, room, author, reader):
    topic, tag = make_topic(room=room, author=author), make_tag()
    make_topic(room=room, author=author)
    url = reverse("tag_topic", args=[topic.pk])

    assert enter(client, reader).post(url, {"tags": [tag.pk]}).status_code == 404
    enter(client, author).post(url, {"tags": [tag.pk]})

    assert f"?tag={tag.pk}" in client.get(topic.get_absolute_url()).content.decode()
    assert list(client.get(room.get_absolute_url(), {"tag": tag.pk}).context["page"]) == [topic]


def test_a_draft_brings_back_what_the_kind_asks_and_that_the_name_is_left_out(client, room, author):
    room.allows_anonymous = True
    room.save()
    enter(client, author)
    typed = {"place": f"room:{room.pk}", "room": room.pk, "title": "Titre", "body": "Bonjour", "kind": "date_poll"}
    typed |= {"without_name": "on", "wording": "own", "own_wording": "Une ville", "moments-0-day": "2030-01-02"}

    client.post(reverse("keep_draft"), typed)
    form = client.get(reverse("new_topic"), {"room": room.pk}).context["form"]

    assert form["without_name"].value()
    assert form["own_wording"].value() == "Une ville"
    assert 'value="2030-01-02"' in str(form["moments"])
    topic = make_topic(room=room)
    client.post(reverse("keep_draft"), {"place": f"topic:{topic.pk}", "body": "Oui", "without_name": "on"})
    assert client.get(topic.get_absolute_url()).context["form"]["without_name"].value()
