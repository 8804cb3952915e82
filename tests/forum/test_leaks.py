"""Nothing of a room leaves it: a marker word, every address of the forum, every kind of person outside."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.comments import edit_comment, remove_comment
from forum.models import CommentVersion, JoinRequest, Kept, Notice, Topic
from forum.replying import reply_address
from forum.reporting import report_comment
from forum.urls import urlpatterns
from inbox.models import Received
from tests.factories.forum import let_in, make_comment, make_guest, make_meeting, make_release, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
MARKER = "Zwartkraai"
UNKNOWN = 987_654
HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
OUTSIDE = [
    "anonymous",
    "pending",
    "member",
    "ex-member",
    "deactivated",
    "guest of another topic",
    "animator elsewhere",
    "administrator",
]


@pytest.fixture
def secret():
    """A closed, unlisted room whose every word is the marker."""
    animator = make_member()
    room = make_room(
        access="closed", listed=False, name_fr=MARKER, name_nl=MARKER, purpose_fr=MARKER, animators=[animator]
    )
    topic = make_topic(room=room, title=MARKER, body=f"<p>{MARKER}</p>")
    comment = make_comment(topic, body_html=f"<p>{MARKER}</p>", submit_date=timezone.now() - timedelta(hours=2))
    edit_comment(comment, by=topic.author, body_html=f"<p>{MARKER} bis</p>", language="fr")
    remove_comment(make_comment(topic, body_html=f"<p>{MARKER}</p>"), by=animator, reason=MARKER)
    release = make_release(topic=topic, audience="members", withdrawn_at=timezone.now(), title_fr=MARKER)
    request = JoinRequest.objects.create(room=room, member=make_member(), sentence=MARKER)
    report_comment(comment, by=make_insider(room), reason="other", words=MARKER)
    Topic.objects.filter(pk=topic.pk).update(featured_at=timezone.now())
    version = CommentVersion.objects.create(comment=comment, body_html=MARKER, written_at=timezone.now())
    meeting = make_meeting(room=room, title_fr=MARKER, place=MARKER, agenda_html=f"<p>{MARKER}</p>")
    guest = make_guest(make_member(state="guest"), topic=topic)
    kept = Kept.objects.create(member=topic.author, comment=comment, note=MARKER)
    things = {
        "guest": guest,
        "kept": kept,
        "room": room,
        "topic": topic,
        "comment": comment,
        "release": release,
        "request": request,
    }
    notice = Notice.objects.create(member=animator, about=f"topic:{topic.pk}", reason="mine", room=room, topic=topic)
    return things | {"answer": make_answer(topic), "meeting": meeting, "notice": notice, "version": version}


def make_insider(room):
    member = make_member(name=MARKER)
    let_in(member, room=room)
    return member


def make_answer(topic):
    """An answer that came by mail, and waits for its author's click."""
    return Received.objects.create(
        raw=f"Subject: {MARKER}\n\n{MARKER}".encode(),
        message_id="leak@example.org",
        sender="somebody@example.org",
        recipient=reply_address(topic.author, topic),
        route="reply",
        state=Received.State.WAITING,
        handled_at=timezone.now(),
    )


def person(kind, secret):
    if kind == "anonymous":
        return None
    if kind == "pending":
        return make_member(state="pending")
    member = make_member(is_superuser=kind == "administrator")
    if kind == "ex-member":
        let_in(member, room=secret["room"], until=timezone.now() - timedelta(minutes=1))
        make_guest(member, topic=secret["topic"], days=-1)
    if kind == "guest of another topic":
        make_guest(member, topic=make_topic())
    if kind == "animator elsewhere":
        make_room(animators=[member])
    if kind == "deactivated":
        let_in(member, room=secret["room"])
    return member


def addresses(secret, *, unknown=False):
    """Every address of the forum, with the secret's numbers or with one that nothing has."""
    of = {"rooms": "room", "requests": "request", "discussions": "topic", "messages": "comment", "releases": "release"}
    of |= {
        "answers": "answer",
        "meetings": "meeting",
        "notices": "notice",
        "versions": "version",
        "guests": "guest",
        "kept": "kept",
    }
    for entry in urlpatterns:
        route = str(entry.pattern)
        if "<int:pk>" in route:
            kind = of[route.split("/")[0]]
            number = UNKNOWN if unknown else secret[kind].pk
            yield entry.name, reverse(entry.name, args=[number] * route.count("<int:"))
        elif "<" not in route:
            yield entry.name, reverse(entry.name)


@pytest.mark.parametrize("kind", OUTSIDE)
def test_the_marker_stays_inside(client, secret, kind):
    member = person(kind, secret)
    if member:
        client.force_login(member)
    if kind == "deactivated":
        member.state = "deactivated"
        member.save()
    ways = [("get", {}), ("post", {})]
    if kind in {"anonymous", "member"}:
        ways += [("head", {}), ("get", HTMX), ("post", HTMX), ("get", JSON)]
    for name, url in addresses(secret):
        for method, headers in ways:
            words = {"to": secret["comment"].pk, "quote": "1", "page": "1"}
            answer = getattr(client, method)(url, words, headers=headers)
            assert MARKER not in answer.content.decode() + str(dict(answer.headers)), f"{method} {name}"


@pytest.mark.parametrize("kind", ["member", "ex-member", "administrator"])
def test_forbidden_and_unknown_answer_alike(client, secret, kind):
    client.force_login(person(kind, secret))
    for (name, forbidden), (_name, unknown) in zip(addresses(secret), addresses(secret, unknown=True), strict=True):
        for ask in (client.get, client.post) if forbidden != unknown else ():
            first, second = ask(forbidden), ask(unknown)
            assert first.status_code == second.status_code, name
            assert len(first.content) == pytest.approx(len(second.content), abs=40), name


def test_a_guest_of_the_topic_sees_the_topic_and_nothing_else(client, secret):
    guest = make_member(state="guest")
    make_guest(guest, topic=secret["topic"])
    beside = make_topic(room=secret["room"], author=secret["topic"].author, title="Kalkoenkraai")
    client.force_login(guest)

    assert client.get(secret["topic"].get_absolute_url()).status_code == 200
    assert client.get(beside.get_absolute_url()).status_code == 404
    for name, url in addresses({**secret, "topic": beside}):
        if name not in {"rooms", "whats_new"}:
            assert "Kalkoenkraai" not in client.get(url).content.decode(), name


def test_writing_reaches_no_foreign_topic(client, secret):
    outsider = make_member()
    own = make_topic(room=make_room(members=[outsider]))
    client.force_login(outsider)
    hidden = secret["topic"]
    before = hidden.comments.count()

    client.post(reverse("answer", args=[hidden.pk]), {"body": "<p>Coucou</p>"})
    answer = client.post(reverse("answer", args=[own.pk]), {"body": "<p>Coucou</p>", "to": secret["comment"].pk})

    assert answer.status_code == 404
    assert hidden.comments.count() == before
    assert own.comments.count() == 1


@pytest.mark.parametrize("field", ["user", "user_email", "user_name", "email", "topic", "position", "submit_date"])
def test_forged_fields_are_not_read(client, field):
    member, other = make_member(), make_topic()
    topic = make_topic(room=make_room(members=[member]))
    client.force_login(member)

    client.post(reverse("answer", args=[topic.pk]), {"body": "<p>Coucou</p>", "language": "fr", field: other.author_id})

    comment = topic.comments.get(position=2)
    assert (comment.user, comment.user_email, comment.user_name) == (member, "", "")


def test_the_door_of_an_unlisted_room_is_unknown(client, secret, django_user_model):
    from tests.forum.test_doors import make_door

    door = make_door(secret["room"], title="Porte")

    assert client.get(door.url).status_code == 404
    client.force_login(make_member())
    assert client.get(door.url).status_code == 404


def test_the_cms_shows_no_words_to_who_is_not_inside(client, secret):
    admin = make_member(is_superuser=True)
    client.force_login(admin)
    room = secret["room"]
    secret["topic"].title = secret["topic"].title + "-titel"
    secret["topic"].save()
    paths = [
        "/cms/",
        "/cms/rooms/",
        f"/cms/rooms/edit/{room.pk}/",
        f"/cms/rooms/history/{room.pk}/",
        f"/cms/rooms/usage/{room.pk}/",
        "/cms/room-members/",
        "/cms/room-groups/",
        "/cms/join-requests/",
        "/cms/releases/",
        "/cms/reports/site-history/",
    ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert f"{MARKER}-titel" not in page, path
        assert f"{MARKER} bis" not in page, path
    for path in (f"/cms/rooms/delete/{room.pk}/", f"/cms/releases/edit/{secret['release'].pk}/", "/cms/releases/new/"):
        assert client.get(path).status_code in {302, 403, 404}, path
