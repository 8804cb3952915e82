"""The names of the forum's content across apps: “room:3”, “topic:12”, “comment:345”, “release:7”, “meeting:4”."""

from collections.abc import Iterable

from forum.models import Comment, Meeting, Release, Room, Topic

KINDS = frozenset({"room", "topic", "comment", "release", "meeting"})


def room_key(room: Room) -> str:
    """Name a room, as a place and as something to be found."""
    return f"room:{room.pk}"


def topic_key(topic: Topic) -> str:
    """Name a topic; its opening comment goes by the same name."""
    return f"topic:{topic.pk}"


def comment_key(comment: Comment) -> str:
    """Name a comment; the opening one is its topic."""
    return f"topic:{comment.topic_id}" if comment.is_opening else f"comment:{comment.pk}"


def release_key(release: Release) -> str:
    """Name a release as something to be found; as a candidate for a newsletter it is its topic."""
    return f"release:{release.pk}"


def meeting_key(meeting: Meeting) -> str:
    """Name a meeting of a room."""
    return f"meeting:{meeting.pk}"


def keys_in(room: Room) -> list[str]:
    """Name a room and everything in it that can be found."""
    topics = room.topics.values_list("pk", flat=True)
    comments = Comment.objects.filter(topic__room=room, position__gt=1).values_list("pk", flat=True)
    releases = Release.objects.filter(topic__room=room).values_list("pk", flat=True)
    meetings = room.meetings.values_list("pk", flat=True)
    return [
        room_key(room),
        *(f"topic:{pk}" for pk in topics),
        *(f"comment:{pk}" for pk in comments),
        *(f"release:{pk}" for pk in releases),
        *(f"meeting:{pk}" for pk in meetings),
    ]


def numbers_of(keys: Iterable[str], *, kind: str) -> set[int]:
    """Return the primary keys among the keys of one kind; keys of others, and nonsense, are left out."""
    found = (key.partition(":") for key in keys)
    return {
        int(number) for prefix, _colon, number in found if prefix == kind and number.isdecimal() and len(number) < 19
    }
