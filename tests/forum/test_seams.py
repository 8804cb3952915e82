"""What the forum gives to other apps: candidates for newsletters, documents for search, announcements."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from contracts import announcing
from contracts.candidates import Wanted
from forum.candidates import ReleaseCandidates
from forum.comments import add_comment, delete_comment, edit_comment
from forum.documents import ForumDocuments
from forum.errors import NotAllowedError
from forum.models import Comment, Release
from forum.releasing import release_words, withdraw_release
from forum.topics import open_topic, rename_topic
from tests.factories.forum import let_in, make_comment, make_guest, make_release, make_room, make_topic
from tests.factories.members import make_member
from themes.models import Tag, Theme

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = {"title_fr": "Un protocole", "text_fr": "Trois villes.", "title_nl": "", "text_nl": ""}


def wanted(**fields):
    return Wanted(
        **{"kinds": frozenset({"topic"}), "since": NOW - timedelta(days=30), "until": NOW + timedelta(days=1)} | fields
    )


def make_tag(name):
    return Tag.objects.create(name_fr=name, name_nl=name, slug_fr=name, slug_nl=name)


def found(**fields):
    return [candidate.key for candidate in ReleaseCandidates().find(wanted(**fields))]


def test_a_release_is_a_candidate_in_its_languages():
    theme = Theme.objects.create(name_fr="T", name_nl="T", slug_fr="t", slug_nl="t", hue=10)
    topic = make_topic(room=make_room(main_theme=theme))
    release = make_release(topic=topic, title_nl="Een protocol", text_nl="Drie steden.", audience="members")
    release.tags.add(tag := make_tag("lecture"))

    (candidate,) = ReleaseCandidates().find(wanted())

    assert (candidate.key, candidate.kind, candidate.audience) == (f"topic:{topic.pk}", "topic", "members")
    assert (candidate.themes, candidate.tags) == ({theme.pk}, {tag.pk})
    assert candidate.versions["nl"].url == f"/nl/releases/{release.pk}/"
    assert candidate.versions["fr"].lead == "Trois villes partagent le leur."


def test_nothing_but_a_standing_release_is_a_candidate():
    topic = make_topic()
    make_release(withdrawn_at=NOW)
    make_release(at=NOW - timedelta(days=31))
    release = make_release(topic=topic)

    assert found() == [f"topic:{topic.pk}"]
    withdraw_release(release, by=topic.author)
    assert found() == []
    assert ReleaseCandidates().get([f"topic:{topic.pk}", "topic:x", "article:1"]) == {}


def test_rules_of_tags_and_order():
    first, second = make_release(at=NOW - timedelta(days=2)), make_release()
    lecture, other = make_tag("lecture"), make_tag("autre")
    first.tags.set([lecture, other])
    second.tags.set([lecture])
    keys = [f"topic:{release.topic_id}" for release in (first, second)]

    assert found(any_tags=frozenset({lecture.pk, other.pk})) == keys[::-1]
    assert found(all_tags=frozenset({lecture.pk, other.pk})) == keys[:1]
    assert found(no_tags=frozenset({other.pk})) == keys[1:]
    assert found(order="oldest", limit=1) == keys[:1]
    assert found(kinds=frozenset({"article"})) == []
    assert found(themes=frozenset({99})) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_candidates_cost_the_same(django_assert_num_queries, rows):
    for _number in range(rows):
        make_release()
    with django_assert_num_queries(3):
        ReleaseCandidates().find(wanted())


def test_who_may_release_and_withdraw():
    author, animator, member = make_member(), make_member(), make_member()
    room = make_room(members=[author, member], animators=[animator])
    topic = make_topic(room=room, author=author)
    for person in (member, make_member(is_superuser=True)):
        with pytest.raises(NotAllowedError):
            release_words(topic, by=person, audience="public", words=WORDS)

    first = release_words(topic, by=author, audience="public", words=WORDS)
    second = release_words(topic, by=animator, audience="members", words=WORDS)

    first.refresh_from_db()
    assert (first.withdrawn_by, second.by) == (animator, animator)
    with pytest.raises(NotAllowedError):
        withdraw_release(second, by=member)
    withdraw_release(second, by=author)
    assert not Release.objects.standing().exists()


def test_an_author_who_has_left_the_room_releases_nothing():
    author = make_member()
    topic = make_topic(room=make_room(), author=author)

    with pytest.raises(NotAllowedError):
        release_words(topic, by=author, audience="public", words=WORDS)


def test_releasing_on_the_page(client):
    topic = make_topic()
    client.force_login(topic.author)
    there = reverse("release_words", args=[topic.pk])

    half = client.post(there, {"audience": "public", "title_fr": "Titre", "text_fr": ""})
    client.post(there, {"audience": "public", "title_nl": "Titel", "text_nl": "Tekst <b>"})

    assert half.status_code == 422
    release = Release.objects.get()
    assert (release.by, release.languages) == (topic.author, ["nl"])
    assert "Tekst &lt;b&gt;" in client.get(reverse("topic", args=[topic.pk])).content.decode()


def test_the_page_of_a_release_shows_its_words_and_nothing_else(client):
    topic = make_topic(title="MARQUEUR", body="<p>MARQUEUR</p>", room=make_room(name_fr="MARQUEUR"))
    public = make_release(topic=topic)
    members_only = make_release(audience="members")

    page = client.get(reverse("release", args=[public.pk])).content.decode()

    assert "Trois villes partagent le leur." in page
    assert "MARQUEUR" not in page
    assert reverse("topic", args=[topic.pk]) not in page
    assert topic.author.name not in page
    assert client.get(reverse("release", args=[members_only.pk])).status_code == 404
    client.force_login(make_member())
    assert client.get(reverse("release", args=[members_only.pk])).status_code == 200
    withdraw_release(public, by=topic.author)
    assert client.get(reverse("release", args=[public.pk])).status_code == 404


def documents(*keys):
    return list(ForumDocuments().documents(keys or None))


def test_what_search_finds():
    topic = make_topic(title="Protocole", body="<p>Ouverture</p>")
    comment = make_comment(topic, language="nl", body_html="<p>Antwoord</p>")
    make_comment(topic, removed_at=NOW)
    release = make_release(topic=topic, title_nl="Een protocol", text_nl="Drie steden.")
    make_release(topic=make_topic(room=topic.room, author=topic.author), audience="members")
    Comment.objects.filter(pk=topic.comments.get(position=1).pk).update(comment="Ouverture")

    opened, answered = documents(f"topic:{topic.pk}"), documents(f"comment:{comment.pk}")

    assert [(d.key, d.title, d.body, d.where, d.within) for d in opened] == [
        (f"topic:{topic.pk}", "Protocole", "Ouverture", f"room:{topic.room_id}", f"topic:{topic.pk}")
    ]
    assert [(d.kind, d.language, d.title) for d in answered] == [("comment", "nl", "Protocole")]
    released = documents(f"release:{release.pk}")
    assert [(d.language, d.where, d.within, d.url) for d in released] == [
        ("fr", "public", "", f"/fr/releases/{release.pk}/"),
        ("nl", "public", "", f"/nl/releases/{release.pk}/"),
    ]
    room = topic.room
    assert [(d.language, d.title, d.where, d.url) for d in documents(f"room:{room.pk}")] == [
        (language, room.name_in(language), f"room:{room.pk}", f"/fr/rooms/{room.pk}/") for language in ("fr", "nl")
    ]
    assert len(documents()) == 7
    assert documents("article:1", "topic:x", "comment:99999") == []


def places(user):
    return {row["place"] for rows in ForumDocuments().places(user) for row in rows}


def test_where_each_reader_finds():
    member, guest = make_member(), make_member(state="guest")
    topic = make_topic(room=make_room(members=[member]))
    make_guest(guest, topic=topic)
    ended = make_topic()
    make_guest(guest, topic=ended, days=-1)

    assert places(member) == {f"room:{topic.room_id}"}
    assert places(guest) == {f"topic:{topic.pk}"}
    assert places(AnonymousUser()) == places(make_member(state="pending")) == set()


@pytest.fixture
def heard(monkeypatch):
    keys = []
    monkeypatch.setattr(announcing, "_watchers", [keys.extend])
    return keys


def test_every_change_of_words_is_announced(heard):
    author = make_member()
    room = make_room(members=[author])
    assert heard == [f"room:{room.pk}"]
    heard.clear()
    topic = open_topic(room, author=author, title="A", body_html="<p>B</p>", language="fr")
    assert heard == [f"topic:{topic.pk}"]
    comment = add_comment(topic, author=author, body_html="<p>C</p>", language="fr")
    edit_comment(comment, by=author, body_html="<p>D</p>", language="fr")
    delete_comment(comment, by=author)
    assert heard[1:] == [f"comment:{comment.pk}"] * 3
    heard.clear()
    rename_topic(topic, by=author, title="E")
    assert set(heard) == {f"topic:{topic.pk}", f"comment:{comment.pk}"}
    heard.clear()
    release = release_words(topic, by=author, audience="public", words=WORDS)
    assert set(heard) == {f"topic:{topic.pk}", f"release:{release.pk}"}


def test_a_rooms_new_theme_is_announced_for_all_that_is_said_in_it(heard):
    theme = Theme.objects.create(name_fr="T", name_nl="T", slug_fr="t", slug_nl="t", hue=10)
    release = make_release()
    topic = release.topic
    comment = make_comment(topic)
    everything = {f"room:{topic.room_id}", f"topic:{topic.pk}", f"comment:{comment.pk}", f"release:{release.pk}"}
    heard.clear()
    topic.room.themes.add(theme)
    assert set(heard) == everything
    heard.clear()
    topic.room.main_theme = theme
    topic.room.save()
    assert set(heard) == everything


BANNED = [
    "comments-xtd-sent",
    "comments-xtd-confirm",
    "comments-xtd-reply",
    "comments-xtd-mute",
    "comments-xtd-like",
    "comments-xtd-dislike",
    "comments-xtd-api-create",
    "comments-xtd-api-preview",
    "comments-xtd-api-list",
    "comments-xtd-api-count",
    "comments-xtd-api-feedback",
    "comments-xtd-api-flag",
    "comments-post-comment",
    "comments-comment-done",
    "comments-flag",
    "comments-delete",
    "comments-approve",
    "comments-url-redirect",
    "comments-feed",
]


@pytest.mark.parametrize("name", BANNED)
def test_no_address_of_the_package_resolves(name):
    for args in ([], [1], [1, 1], ["x"], ["x", 1], ["x", "y"]):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=args)


@pytest.mark.parametrize("path", ["/comments/api/forum-topic/1/", "/comments/sent/?c=1", "/fr/comments/reply/1/"])
def test_no_path_of_the_package_answers(client, path):
    client.force_login(make_member())
    assert client.get(path, follow=True).status_code == 404


def test_nobody_renders_the_packages_name():
    """It falls back to the e-mail address."""
    from pathlib import Path

    import forum

    templates = Path(forum.__file__).parent.rglob("*.html"), Path(forum.__file__).parent.rglob("*.txt")
    wrong = [
        path.name
        for paths in templates
        for path in paths
        if any(word in path.read_text() for word in ("comment.name", "comment.userinfo", "comment.email", ".user_name"))
    ]
    assert wrong == []


def test_a_member_of_the_room_sees_who_released(client):
    topic = make_topic()
    reader = make_member()
    let_in(reader, room=topic.room)
    make_release(topic=topic, by=topic.author)
    client.force_login(reader)

    page = client.get(reverse("topic", args=[topic.pk])).content.decode()

    assert "Trois villes partagent le leur." in page
