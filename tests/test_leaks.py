"""The leak crawl: every registered address, for people who must not know, never shows the marker word.

A new address is crawled without anybody thinking of it; one whose arguments this file cannot fill in fails the suite.
"""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Locale

from forum.attaching import attach
from forum.drafting import keep_draft
from forum.models import Comment, CommentVersion, Exchange, JoinRequest, Kept, Option, Poll, Release, Room, Summary
from home.models import ArticlePage, HomePage
from members.models import Member
from search.indexing import rebuild
from tests.factories.forum import let_in, make_comment, make_meeting, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

SECRET = "Zwaluwnest"
FOR_MEMBERS = "Meerkoetlaan"
UNKNOWN = 987654
LEAVES_THE_SESSION = {"account_logout", "account_reauthenticate", "mfa_reauthenticate"}
HEADERS = [
    {},
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
]


@pytest.fixture
def world() -> SimpleNamespace:
    """A closed room full of the marker, a draft with it, and three people who have no business there."""
    insider = make_member(name="Iris Insider")
    room = make_room(
        name_fr=SECRET, name_nl=SECRET, purpose_fr=SECRET, purpose_nl=SECRET, access=Room.Access.CLOSED, listed=False
    )
    let_in(insider, room=room)
    topic = make_topic(room=room, author=insider, title=f"{SECRET} titre", body=f"<p>{SECRET} ouverture</p>")
    removed = make_comment(topic, author=insider, body_html=f"<p>{SECRET} retiré</p>")
    Comment.objects.filter(pk=removed.pk).update(removed_at=removed.submit_date)
    edited = make_comment(topic, author=insider, body_html=f"<p>{SECRET} corrigé</p>")
    CommentVersion.objects.create(comment=edited, body_html=f"<p>{SECRET} avant</p>", written_at=edited.submit_date)
    request = JoinRequest.objects.create(room=room, member=insider, sentence=SECRET)
    words = {"title_fr": FOR_MEMBERS, "text_fr": FOR_MEMBERS}
    release = Release.objects.create(topic=topic, audience=Release.Audience.MEMBERS, by=insider, **words)
    withdrawn = Release.objects.create(
        topic=make_topic(room=room, author=insider, title=SECRET),
        audience=Release.Audience.PUBLIC,
        by=insider,
        title_fr=SECRET,
        text_fr=SECRET,
        withdrawn_at=removed.submit_date,
    )
    meeting = make_meeting(room=room, title_fr=SECRET, place=SECRET, agenda_html=f"<p>{SECRET}</p>")
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="fr"))
    draft = home.add_child(instance=ArticlePage(title=f"{SECRET} brouillon", slug="brouillon", lead=SECRET, live=False))
    live = home.add_child(instance=ArticlePage(title="Publié", slug="publie", lead="Un article public."))
    live.title = f"{SECRET} révision"
    live.save_revision()
    rebuild()
    # Beside words: what is taken away, exchanged, voted on; and what somebody kept before she had to leave.
    Summary.objects.create(topic=topic, text_fr=SECRET, by=insider)
    need = make_topic(room=room, author=insider, title=SECRET, kind="need")
    Exchange.objects.create(topic=need, who=SECRET, outcome="found", outcome_words=SECRET, ended_at=removed.submit_date)
    voted = make_topic(room=room, author=insider, title=SECRET, kind="poll")
    option = Option.objects.create(poll=Poll.objects.create(topic=voted), order=1, text=SECRET)
    outside = make_member(name="Odile Dehors")
    Kept.objects.create(member=outside, comment=edited)
    rows = [
        insider,
        room,
        topic,
        meeting,
        removed,
        edited,
        request,
        release,
        withdrawn,
        draft,
        live,
        need,
        voted,
        option,
    ]
    return SimpleNamespace(
        ids=sorted({row.pk for row in rows} | {1, UNKNOWN}),
        room=room,
        topic=topic,
        comment=edited,
        actors={
            "anonymous": None,
            "pending": make_member(state=Member.State.PENDING),
            "outside": outside,
        },
    )


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def _addresses(ids: list[int]) -> Iterator[str]:
    """Yield every address with every id; the CMS's with one, since none of these people gets past its door."""
    for route, pattern in _patterns(get_resolver()):
        if pattern.name in LEAVES_THE_SESSION or pattern.name == "wagtail_serve":
            continue
        filled = _plain(route)
        for number in ids if "{id}" in filled and not route.startswith("cms/") else ids[:1]:
            yield "/" + filled.replace("{id}", str(number))


def _plain(route: str) -> str:
    """Turn a route into an address with {id} where numbers go."""
    route = re.sub(
        r"<(?:int|pk)[^>]*>|\(\?P<\w*(?:id|pk)\w*>\\d\+\)|<str:(?:pk|object_id|page_id|\w*_id)>", "{id}", route
    )
    route = re.sub(r"<[^>]*>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\([^()?]*\)", "x", route)
    return re.sub(r"[\^$?\\]|\[[^\]]*\][+*]?", "", route)


@pytest.mark.parametrize("who", ["anonymous", "pending", "outside"])
def test_no_address_shows_what_is_said_inside(world: SimpleNamespace, who: str) -> None:
    client = _client(world, who)
    forbidden = (SECRET,) if who == "outside" else (SECRET, FOR_MEMBERS)
    for path in _addresses(world.ids):
        for method in ("get",) if path.startswith("/cms/") else ("get", "head", "post"):
            with transaction.atomic():
                _check(getattr(client, method)(path), forbidden, f"{method} {path}")
                transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["anonymous", "pending", "outside"])
def test_no_header_opens_a_room(world: SimpleNamespace, who: str) -> None:
    client = _client(world, who)
    for headers in HEADERS:
        for path in _inside(world):
            _check(client.get(path, **headers), (SECRET,), f"{path} {headers}")


@pytest.mark.parametrize("who", ["anonymous", "pending", "outside"])
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_search_feeds_and_login_say_nothing(world: SimpleNamespace, who: str, language: str) -> None:
    client = _client(world, who)
    for path in (
        f"/{language}/search/?q=titre+ouverture",
        f"/{language}/search/?q=brouillon",
        f"/{language}/search/?q=retire&kind=comment",
        f"/{language}/feed.atom",
        "/sitemap.xml",
        f"/{language}/agenda.ics",
        f"/{language}/",
        f"/{language}/accounts/login/?next=/{language}/discussions/{world.topic.pk}/",
    ):
        _check(client.get(path), (SECRET,), path)


@pytest.mark.parametrize("who", ["anonymous", "pending", "outside"])
def test_no_file_leaves_its_room(world: SimpleNamespace, who: str) -> None:
    content = f"%PDF-1.7 {SECRET}".encode()
    (file,) = attach([SimpleUploadedFile(f"{SECRET}.pdf", content)], by=world.comment.user, comment=world.comment)
    keep_draft(world.comment.user, place=f"topic:{world.topic.pk}", body_html=f"<p>{SECRET}</p>")
    client = _client(world, who)
    for path in (f"/fr/files/{file.key}/", f"/fr/files/{file.key}/thumbnail/", f"/media/{file.file.name}"):
        for method in ("get", "head", "post"):
            _check(getattr(client, method)(path), (SECRET,), path)
    typed = {"q": "iris"}
    for path in (f"/fr/discussions/{world.topic.pk}/mentionable/", f"/fr/rooms/{world.room.pk}/mentionable/"):
        _check(client.get(path, typed), ("Iris",), path)


def test_a_forbidden_address_answers_like_an_unknown_one(world: SimpleNamespace) -> None:
    client = _client(world, "outside")
    for path in _inside(world):
        unknown = re.sub(r"\d+", str(UNKNOWN), path)
        for method in ("get", "head", "post"):
            mine, other = getattr(client, method)(path), getattr(client, method)(unknown)
            assert mine.status_code in {404, 405}, (method, path)
            assert (mine.status_code, _anonymised(mine)) == (other.status_code, _anonymised(other)), (method, path)


def test_the_crawl_would_see_a_leak(world: SimpleNamespace) -> None:
    insider = Member.objects.get(name="Iris Insider")
    client = Client()
    client.force_login(insider)
    assert SECRET in client.get(f"/fr/discussions/{world.topic.pk}/").content.decode()


def _inside(world: SimpleNamespace) -> list[str]:
    return [
        f"/fr/rooms/{world.room.pk}/",
        f"/fr/rooms/{world.room.pk}/people/",
        f"/fr/discussions/{world.topic.pk}/",
        f"/fr/discussions/{world.topic.pk}/unread/",
        f"/fr/discussions/{world.topic.pk}/answer/",
        f"/fr/messages/{world.comment.pk}/",
        f"/fr/messages/{world.comment.pk}/edit/",
        f"/fr/messages/{world.comment.pk}/thanks/",
        f"/fr/messages/{world.comment.pk}/keep/",
        f"/fr/messages/{world.comment.pk}/author/",
        f"/fr/discussions/{world.topic.pk}/print/",
        f"/fr/discussions/{world.topic.pk}/summary/",
        f"/fr/discussions/{world.topic.pk}/vote/",
    ]


def _client(world: SimpleNamespace, who: str) -> Client:
    client = Client(raise_request_exception=True)
    if world.actors[who]:
        client.force_login(world.actors[who])
    return client


def _check(response: HttpResponse, forbidden: tuple[str, ...], where: str) -> None:
    assert response.status_code < 500, where
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = body.decode(errors="replace") + str(response.headers)
    for marker in forbidden:
        assert marker not in said, f"{marker} leaks at {where}"


def _anonymised(response: HttpResponse) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.content.decode())
    return re.sub(r"\d+", "#", text)
