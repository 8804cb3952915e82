"""Rooms, topics and comments for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.utils import timezone

from forum.models import Comment, Meeting, Release, Room, RoomMember, Topic, TopicGuest
from members.models import Member
from tests.factories.members import make_member

_number = count(1)


def make_room(**fields: Any) -> Room:
    """A listed room on request; `members=[…]` and `animators=[…]` are let in."""
    members, animators, themes = (fields.pop(name, []) for name in ("members", "animators", "themes"))
    number = next(_number)
    names = {"name_fr": f"Espace {number}", "name_nl": f"Ruimte {number}"}
    slugs = {"slug_fr": f"espace-{number}", "slug_nl": f"ruimte-{number}"}
    room = Room.objects.create(**names | slugs | fields)
    room.themes.set(themes)
    for member in members:
        let_in(member, room=room)
    for animator in animators:
        let_in(animator, room=room, role=RoomMember.Role.ANIMATOR)
    return room


def let_in(member: Member, *, room: Room, **fields: Any) -> RoomMember:
    """Make someone a member of a room."""
    return RoomMember.objects.create(room=room, member=member, **fields)


def make_topic(**fields: Any) -> Topic:
    """A topic with its opening comment (`body`), by an author who is a member of the room."""
    body = fields.pop("body", "<p>Qui a un exemple de protocole ?</p>")
    room = fields.pop("room", None) or make_room()
    author = fields.pop("author", None)
    if author is None:
        author = make_member()
        let_in(author, room=room)
    defaults = {"title": f"Discussion {next(_number)}", "language": "fr"}
    topic = Topic.objects.create(room=room, author=author, **defaults | fields)
    make_comment(topic, author=author, body_html=body, submit_date=topic.created_at)
    return topic


def make_comment(topic: Topic, **fields: Any) -> Comment:
    """The topic's next comment, written straight to the tables."""
    author = fields.pop("author", None) or topic.author
    position = topic.last_position + 1
    body = fields.pop("body_html", f"<p>Réponse {position}</p>")
    at = fields.pop("submit_date", timezone.now())
    defaults = {"language": topic.language, "comment": body, "organisation": author.organisation if author else None}
    comment = Comment(
        topic=topic,
        position=position,
        user=author,
        body_html=body,
        submit_date=at,
        content_object=topic,
        site_id=settings.SITE_ID,
        **defaults | fields,
    )
    comment.save()
    topic.last_position, topic.last_activity_at = position, at
    topic.last_author = None if comment.anonymous_as else author
    topic.save(update_fields=["last_position", "last_activity_at", "last_author"])
    return comment


def make_guest(member: Member, *, topic: Topic, days: int = 30) -> TopicGuest:
    """Let someone into one topic for a while (`days` below zero: until some time ago)."""
    return TopicGuest.objects.create(topic=topic, member=member, until=timezone.now() + timedelta(days=days))


def make_release(**fields: Any) -> Release:
    """A public release in French."""
    topic = fields.pop("topic", None) or make_topic()
    words = {"title_fr": "Un protocole qui marche", "text_fr": "Trois villes partagent le leur."}
    defaults = {"audience": Release.Audience.PUBLIC, "by": topic.author}
    return Release.objects.create(topic=topic, **words | defaults | fields)


def make_meeting(**fields: Any) -> Meeting:
    """A meeting of two hours in a week."""
    room = fields.pop("room", None) or make_room()
    start = fields.pop("starts_at", timezone.now() + timedelta(days=7))
    defaults = {"title_fr": f"Réunion {next(_number)}", "ends_at": start + timedelta(hours=2)}
    return Meeting.objects.create(room=room, starts_at=start, **defaults | fields)
