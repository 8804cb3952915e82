"""Messages without name: the name is nowhere, for nobody, unless an animator asks; and asking leaves traces."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from forum.anonymity import ask_author
from forum.comments import add_comment
from forum.digests import write_digest
from forum.errors import NotAllowedError
from forum.models import Comment, Notice, RoomMember, Topic
from forum.models.wordings import Wording
from forum.particulars import Choice, Polled
from forum.releasing import release_words
from forum.summarising import write_summary
from forum.topics import open_topic
from outbox.models import Message
from search.indexing import rebuild
from tests.factories.forum import let_in, make_guest, make_room, make_topic
from tests.factories.members import make_member, make_organisation
from tests.test_leaks import _addresses

pytestmark = pytest.mark.django_db
# The wording in whatever language it is drawn: “20,000 to 50,000”.
WORDING = re.compile(r"20\W000 \w+ 50\W000")
NAME, TOWN = "Zwanegonde Markeerteken", "Verklikkerstad"
WORDS = {"title": "Une question délicate", "body_html": "<p>Comment faire ?</p>", "language": "fr"}


@pytest.fixture
def place():
    """A room that allows it, whose animator, reader and guest read what an author wrote without her name."""
    people = SimpleNamespace(
        author=make_member(name=NAME, organisation=make_organisation(name_fr=TOWN, name_nl=TOWN)),
        animator=make_member(),
        reader=make_member(digest="daily"),
        guest=make_member(state="guest"),
    )
    room = make_room(
        members=[people.author, people.reader], animators=[people.animator], allows_anonymous=True, in_mail="text"
    )
    topic = open_topic(room, author=people.author, anonymous_as="town-medium", **WORDS)
    make_guest(people.guest, topic=topic)
    people.room, people.topic = room, topic
    return people


def answer(place, **fields):
    return add_comment(place.topic, body_html="<p>Oui</p>", language="fr", **({"author": place.author} | fields))


def entered(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.parametrize("who", ["reader", "guest", "animator"])
def test_the_name_stands_on_no_page_for_nobody(place, who):
    """The crawl: every registered address, as each of those who may read the topic."""
    third = answer(place, author=place.reader, answer_to=place.topic.comments.get(position=1))
    answer(place, anonymous_as="Une ville du littoral", answer_to=third)
    answer(place, author=place.animator, answer_to=Comment.objects.get(position=3))
    release_words(
        place.topic, by=place.author, audience="members", words={"title_fr": "Diffusé", "text_fr": "Mots diffusés"}
    )
    write_summary(place.topic, by=place.author, text_fr="Ce que nous retenons", text_nl="")
    polled = Polled(choices=[Choice(text="a"), Choice(text="b")])
    poll = open_topic(
        place.room, author=place.author, anonymous_as="town-medium", kind="poll", particulars=polled, **WORDS
    )
    Topic.objects.filter(pk=place.topic.pk).update(
        kind="question", helpful_answer=Comment.objects.get(topic=place.topic, position=3)
    )
    RoomMember.objects.filter(member=place.author).delete()  # else the list of people names her, as it should
    rebuild()
    rows = [place.room, place.topic, poll, *Comment.objects.all()]
    client, seen = entered(getattr(place, who)), 0
    for path in _addresses(sorted({row.pk for row in rows})):
        if "/cms/" in path or "directory" in path or "/members/" in path or "/organisations/" in path:
            continue  # the network's own lists of people, in which she stands by her name
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            with transaction.atomic():
                response = client.get(path, **headers)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                said = body.decode(errors="replace") + str(response.headers)
                transaction.set_rollback(True)
            seen += bool(WORDING.search(said))
            assert NAME not in said, path
            assert TOWN not in said, path
            assert place.author.email not in said, path
    assert seen


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_search_knows_neither_name_nor_organisation(place, language):
    rebuild()
    client = entered(place.reader)

    for words, found in (("delicate", True), ("faire", True), ("Zwanegonde", False), ("Verklikkerstad", False)):
        page = client.get(f"/{language}/search/", {"q": words}).content.decode()
        assert (place.topic.get_absolute_url() in page) == found
        assert NAME not in page


def test_mails_and_notices_tell_no_name(place):
    answer(place, anonymous_as="town-medium")
    write_digest(place.reader, period="x", now=timezone.now() + timedelta(minutes=1))

    mails = "".join(message.subject + message.html + message.text for message in Message.objects.all())
    assert "Comment faire" in mails
    assert NAME not in mails
    assert TOWN not in mails
    assert not Notice.objects.exclude(member=place.author).filter(by=place.author).exists()


def test_readers_see_the_wording_in_their_own_language(place):
    client = entered(place.reader)
    for language in ("fr", "nl"):
        with translation.override(language):
            wording = str(Wording.TOWN.label)
            url = place.topic.get_absolute_url()
        assert wording in client.get(url).content.decode()


def test_a_quotation_and_a_print_carry_the_wording(place):
    client = entered(place.reader)
    opening = place.topic.comments.get()

    quoted = client.get(reverse("answer", args=[place.topic.pk]), {"to": opening.pk, "quote": 1}).content.decode()
    printed = client.get(reverse("print_topic", args=[place.topic.pk])).content.decode()

    for page in (quoted, printed):
        assert NAME not in page
        assert TOWN not in page


def test_the_row_keeps_no_organisation_and_names_nobody_as_last(place):
    opening = place.topic.comments.get()
    assert (opening.organisation_id, opening.author) == (None, None)
    assert Topic.objects.get(pk=place.topic.pk).last_author is None


def test_an_answer_by_mail_goes_on_without_name(place):
    """It says nothing of how she wants to be called."""
    assert answer(place).anonymous_as == "town-medium"
    assert answer(place, anonymous_as="").anonymous_as == ""
    assert answer(place).anonymous_as == ""
    assert answer(place, author=place.reader).anonymous_as == ""


def test_a_room_that_wants_names_refuses(place):
    room = make_room(members=[place.author])
    topic = make_topic(room=room)

    with pytest.raises(NotAllowedError):
        add_comment(topic, author=place.author, body_html="<p>x</p>", language="fr", anonymous_as="town-medium")
    with pytest.raises(NotAllowedError):
        open_topic(room, author=place.author, anonymous_as="town-medium", **WORDS)
    assert "without_name" not in entered(place.author).get(topic.get_absolute_url()).content.decode()


def test_a_room_that_stopped_allowing_it_lets_her_go_on(place):
    place.room.allows_anonymous = False
    place.room.save()

    assert answer(place, anonymous_as="town-medium").anonymous_as == "town-medium"


def test_the_form_offers_the_wordings_of_her_kind_of_organisation(place):
    client = entered(place.reader)
    form = client.get(place.topic.get_absolute_url()).context["form"]
    hers = entered(place.author).get(place.topic.get_absolute_url()).context["form"]

    assert [value for value, _label in form.fields["wording"].choices] == ["member", "own"]
    assert "town-small" in dict(hers.fields["wording"].choices)
    assert hers.fields["without_name"].initial
    assert not form.fields["without_name"].initial


def test_answers_and_topics_are_written_without_name_from_the_form(place):
    client = entered(place.author)
    sent = {"body": "Bonjour", "without_name": "on", "wording": "own", "own_wording": "Une ville  au nord"}

    client.post(reverse("answer", args=[place.topic.pk]), sent)
    assert Comment.objects.latest("pk").anonymous_as == "Une ville au nord"
    assert client.post(reverse("answer", args=[place.topic.pk]), sent | {"own_wording": ""}).status_code == 422
    client.post(reverse("new_topic"), sent | {"room": place.room.pk, "title": "T", "kind": "question"})
    assert Topic.objects.latest("pk").is_anonymous
    other = make_room(members=[place.author])
    assert (
        client.post(reverse("new_topic"), sent | {"room": other.pk, "title": "T", "kind": "question"}).status_code
        == 422
    )


def test_only_an_animator_can_ask_and_it_is_logged_and_told(place):
    opening = place.topic.comments.get()
    url = reverse("ask_author", args=[opening.pk])

    assert (
        entered(place.reader).get(url).status_code
        == entered(place.reader).post(url, {"reason": "x"}).status_code
        == 404
    )
    client = entered(place.animator)
    assert NAME not in client.get(url).content.decode()
    assert not Notice.objects.filter(reason="unmasked").exists()
    assert NAME in client.post(url, {"reason": "Une personne est citée"}).content.decode()

    told = Notice.objects.get(reason="unmasked")
    assert (told.member, told.by, told.words) == (place.author, place.animator, "Une personne est citée")
    entry = ModelLogEntry.objects.get(action="forum.ask_author")
    assert (entry.user, entry.data["comment"]) == (place.animator, opening.pk)
    assert NAME not in client.get(url).content.decode()


def test_there_is_nothing_to_ask_of_a_message_with_a_name(place):
    comment = answer(place, author=place.reader)

    assert entered(place.animator).get(reverse("ask_author", args=[comment.pk])).status_code == 404
    with pytest.raises(NotAllowedError):
        ask_author(comment, by=place.animator, reason="x")


def test_the_log_does_not_tell_either_who_opened_it(place):
    release_words(place.topic, by=place.author, audience="members", words={"title_fr": "T", "text_fr": "T"})

    assert ModelLogEntry.objects.get(action="forum.release").user is None


def test_an_avatar_gives_no_hint(place):
    let_in(make_member(), room=place.room)
    page = entered(place.reader).get(place.topic.get_absolute_url()).content.decode()
    opening = page[page.index('id="m1"') : page.index("</header>", page.index('id="m1"'))]

    assert re.search(r"person-hue-0|hue-0|avatar", opening)
    assert str(place.author.pk) not in re.findall(r"avatar[^>]*>", opening)
