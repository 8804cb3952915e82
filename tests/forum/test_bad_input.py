"""Nonsense in every field and parameter: an answer, never a fault, and nothing unescaped."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from forum.models import Comment, Kept, Topic
from forum.particulars import Choice, Polled
from forum.topics import open_topic
from tests.factories.forum import make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
NASTY = ["", " ", "\x00", "9" * 40, "-1", "²", "١", "😀", "<script>alert(1)</script>", "@@token@@", "a" * 200]
words = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
quick = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
thorough = settings(quick, max_examples=300)


@pytest.fixture
def place(client):
    member = make_member()
    room = make_room(animators=[member], allows_anonymous=True)
    client.force_login(member)
    choices = [Choice(text="a"), Choice(text="b")]
    words = {"title": "T", "body_html": "<p>x</p>", "language": "fr"}
    open_topic(room, author=member, kind="need", **words)
    poll = open_topic(room, author=member, kind="poll", particulars=Polled(choices=choices), **words)
    Kept.objects.create(member=member, comment=poll.comments.get())
    return client, make_topic(room=room, author=member), make_room()


def send(place, room, title, kind, body, language, token, to, level):
    client, topic, other = place
    comment = topic.comments.first()
    sent = {"room": room, "title": title, "kind": kind, "body": body, "language": language, "client_token": token}
    asked = {"sentence": title, "reason": title, "level": level, "rhythm": level, "answer": body, "next": title}
    released = {"audience": level, "title_fr": title, "text_fr": body, "title_nl": kind, "tags": [room, level]}
    kinds = {"theme": room, "who": body, "until": token, "options": body, "closes_at": level, "several": to}
    kinds |= {
        "moments-0-day": title,
        "moments-0-starts": body,
        "without_name": to,
        "wording": level,
        "own_wording": body,
    }
    asked |= {"outcome": level, "outcome_words": body, "text_fr": title, "text_nl": body, "tags": [room, to]}
    asked |= {"note": body, "remind_on": title, "option": [to, level], "place": title, "link": body}
    poll = Topic.objects.filter(kind="poll").get()
    kept = Kept.objects.get()
    posts = [
        *((reverse("new_topic"), sent | kinds | {"kind": each}) for each in ("need", "poll", "date_poll")),
        (reverse("answer", args=[topic.pk]), sent | kinds),
        (reverse("vote", args=[poll.pk]), asked),
        (reverse("write_summary", args=[topic.pk]), asked),
        (reverse("tag_topic", args=[topic.pk]), asked),
        (reverse("edit_kept", args=[kept.pk]), asked),
        (reverse("end_exchange", args=[Topic.objects.filter(kind="need").first().pk]), asked),
        (reverse("new_topic"), sent),
        (reverse("answer", args=[topic.pk]), sent | {"to": to}),
        (reverse("edit_comment", args=[comment.pk]), sent),
        (reverse("ask_to_join", args=[other.pk]), asked),
        (reverse("close_topic", args=[topic.pk]), asked),
        (reverse("follow_topic", args=[topic.pk]), asked),
        (reverse("follow_room", args=[topic.room_id]), asked),
        (reverse("mark_room_read", args=[topic.room_id]), asked),
        (reverse("release_words", args=[topic.pk]), released),
        (reverse("digest_rhythm", args=["x"]), asked),
    ]
    gets = [
        (reverse("room", args=[topic.room_id]), {"show": [to, level], "kind": kind, "language": language, "tag": room}),
        (reverse("print_topic", args=[topic.pk]), {"page": to, "names": level}),
        (reverse("exchanges"), {"kind": kind, "page": to}),
        (reverse("kept"), {"page": to}),
        (reverse("new_topic"), {"room": room, "kind": kind}),
        (reverse("topic", args=[topic.pk]), {"page": to}),
        (reverse("room", args=[topic.room_id]), {"page": to, "show": level}),
        (reverse("room_people", args=[topic.room_id]), {"page": to}),
        (reverse("answer", args=[topic.pk]), {"to": to, "quote": level}),
        (reverse("new_topic"), {"room": room}),
    ]
    answers = [client.post(url, fields) for url, fields in posts] + [client.get(url, query) for url, query in gets]
    for answer in answers:
        assert answer.status_code < 500
        assert b"<script>alert" not in answer.content
        assert answer.headers.get("Location", "/").startswith("/")
    assert not Comment.objects.filter(body_html__contains="<script").exists()


FIELDS = ("room", "title", "kind", "body", "language", "token", "to", "level")
fields = dict.fromkeys(FIELDS, words)


@quick
@example(**dict.fromkeys(FIELDS, "9" * 40))
@given(**fields)
def test_nonsense_is_answered(place, **fields):
    send(place, **fields)


@pytest.mark.fuzz
@thorough
@given(**fields)
def test_much_nonsense_is_answered(place, **fields):
    send(place, **fields)


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_no_button_leads_away(place, there):
    client, topic, _other = place

    answer = client.post(reverse("mark_room_read", args=[topic.room_id]), {"next": there})

    assert answer.url == topic.room.get_absolute_url()
