"""Mentions: who is named, who hears of it, and that nobody else does."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from forum.comments import add_comment, edit_comment
from forum.mentioning import address_of_member, find_mentions
from forum.models import Mention
from members.models import Member
from tests.factories.forum import let_in, make_guest, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_member(name="Anne Auteure")


@pytest.fixture
def reader():
    return make_member(name="Élise Van den Berg")


@pytest.fixture
def topic(author, reader):
    return make_topic(room=make_room(members=[author, reader]), author=author)


def write(topic, author, html):
    return add_comment(topic, author=author, body_html=html, language="fr")


def link(member, words=None):
    return f'<a href="{address_of_member(member)}">@{words or member.name}</a>'


def test_a_link_to_a_reader_is_a_mention(topic, author, reader):
    comment = write(topic, author, f"<p>Bonjour {link(reader)} !</p>")

    assert [mention.member for mention in comment.mentions.all()] == [reader]
    assert f">@{reader.name}</a>" in comment.body_html


def test_a_mention_carries_the_members_own_name(topic, author, reader):
    comment = write(topic, author, f"<p>{link(reader, 'Le Directeur')}</p>")

    assert "Le Directeur" not in comment.body_html
    assert f">@{reader.name}</a>" in comment.body_html


@pytest.mark.parametrize(
    "typed", ["@Élise Van den Berg", "@elise van den berg", "@ELISE VAN DEN BERG,", "(@Elise Van den Berg)"]
)
def test_a_name_typed_in_full_is_a_mention(topic, author, reader, typed):
    comment = write(topic, author, f"<p>Bonjour {typed} merci</p>")

    assert [mention.member for mention in comment.mentions.all()] == [reader]
    assert f'<a href="{address_of_member(reader)}"' in comment.body_html


@pytest.mark.parametrize("typed", ["@Élise", "Élise Van den Berg", "@Élise Van den Bergh", "a@elise.example", "@"])
def test_less_than_a_name_is_no_mention(topic, author, typed):
    assert not write(topic, author, f"<p>Bonjour {typed} merci</p>").mentions.exists()


def test_the_longest_name_is_meant(topic, author):
    short, long = make_member(name="Jan Peeters"), make_member(name="Jan Peeters Claes")
    for each in (short, long):
        let_in(each, room=topic.room)

    comment = write(topic, author, "<p>@Jan Peeters Claes</p>")

    assert [mention.member for mention in comment.mentions.all()] == [long]


def test_who_has_a_namesake_is_not_guessed(topic, author):
    for _number in range(2):
        let_in(make_member(name="Jan Peeters"), room=topic.room)

    assert not write(topic, author, "<p>@Jan Peeters</p>").mentions.exists()


def test_who_cannot_read_is_not_mentioned_and_the_writer_is_told(client, topic, author):
    outside = make_member(name="Odile Dehors")
    client.force_login(author)

    for words in (f"<p>{link(outside)}</p>", "<p>@Odile Dehors</p>"):
        response = client.post(reverse("answer", args=[topic.pk]), {"body": words})
        assert any("Odile Dehors" in str(message) for message in get_messages(response.wsgi_request))

    assert not Mention.objects.exists()
    assert address_of_member(outside) not in topic.comments.latest("position").body_html


def test_a_guest_learns_of_nobody_beyond_her_topic(topic):
    outside, guest = make_member(name="Odile Dehors"), make_member(name="Gast Een", state=Member.State.GUEST)
    make_guest(guest, topic=topic)

    assert find_mentions("<p>@Odile Dehors</p>", topic=topic, author=guest).unreached == []
    assert find_mentions(f"<p>{link(outside)}</p>", topic=topic, author=guest).unreached == []


def test_an_edit_brings_mentions_in_step(topic, author, reader):
    comment = write(topic, author, f"<p>{link(reader)}</p>")

    edit_comment(comment, by=author, body_html=f"<p>{link(topic.author)}</p>", language="fr")

    assert not Mention.objects.exists()  # nobody is told of herself


def test_a_name_in_a_link_or_with_markup_stays_safe(topic, author):
    evil = make_member(name="<b>Eve</b> & Co")
    let_in(evil, room=topic.room)

    comment = write(topic, author, f"<p>{link(evil, 'x')} et <a href='https://x.example'>@Élise Van den Berg</a></p>")

    assert "@&lt;b&gt;Eve&lt;/b&gt; &amp; Co</a>" in comment.body_html
    assert [mention.member for mention in comment.mentions.all()] == [evil]


def test_a_quotation_mentions_nobody_again(topic, author, reader):
    said = f"<blockquote><p>{link(reader)}</p><blockquote><p>@{reader.name}</p></blockquote><p>x</p></blockquote>"

    assert not write(topic, author, said + "<p>Merci.</p>").mentions.exists()
    comment = write(topic, author, said + f"<p>@{reader.name}</p>")
    assert comment.mentions.count() == 1
    assert comment.body_html.startswith("<blockquote><p><a href=")
    assert "<p>x</p></blockquote><p><a" in comment.body_html


def test_suggestions_are_readers_by_the_beginning_of_a_name(client, topic, author, reader):
    make_member(name="Élisabeth Dehors")
    client.force_login(author)

    def suggested(name, pk, typed):
        return [each["name"] for each in client.get(reverse(name, args=[pk]), {"q": typed}).json()["people"]]

    for name, pk in (("mentionable_in_topic", topic.pk), ("mentionable_in_room", topic.room_id)):
        assert suggested(name, pk, "eli") == suggested(name, pk, "berg") == [reader.name]
        assert suggested(name, pk, "ann") == suggested(name, pk, "") == []


def test_suggestions_are_for_readers_only(client, topic):
    client.force_login(make_member())

    assert client.get(reverse("mentionable_in_topic", args=[topic.pk]), {"q": "e"}).status_code == 404
    assert client.get(reverse("mentionable_in_room", args=[topic.room_id]), {"q": "e"}).status_code == 404
