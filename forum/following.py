"""What a member wants to hear of by mail: rooms and single topics."""

from django.db.models import Q

from forum.errors import NotAllowedError
from forum.models import Comment, Follow, Room, RoomMember, Topic, TopicGuest
from forum.permissions import require_reader
from members.models import Member

Level = Follow.Level


def follow_room(room: Room, *, member: Member, level: str) -> None:
    """Choose everything, my topics or nothing for a room. Raises NotAllowedError."""
    if level not in Follow.ROOM_LEVELS or not Room.objects.visible_to(member).filter(pk=room.pk).exists():
        raise NotAllowedError
    Follow.objects.update_or_create(member=member, room=room, defaults={"level": level})


def follow_topic(topic: Topic, *, member: Member, level: str) -> None:
    """Follow or mute one topic; "" leaves it to what she chose for the room. Raises NotAllowedError."""
    require_reader(topic, member)
    if not level:
        Follow.objects.filter(member=member, topic=topic).delete()
    elif level in Follow.TOPIC_LEVELS:
        Follow.objects.update_or_create(member=member, topic=topic, defaults={"level": level})
    else:
        raise NotAllowedError


def followed_comments(member: Member) -> Q:
    """Return which comments she wants to hear of; that she may read them is not asked here.

    A room counts with the level that she chose, “everything” where she is a member and chose nothing. In a room at
    “my topics”, those in which she wrote. A topic that she follows, or is a guest of, always; a muted one never.
    """
    levels = dict.fromkeys(
        RoomMember.objects.current().filter(member=member).values_list("room_id", flat=True), Level.EVERYTHING
    )
    topics: dict[str, list[int]] = {Level.FOLLOW: [], Level.MUTE: []}
    for room, topic, level in member.follows.values_list("room_id", "topic_id", "level"):
        if room:
            levels[room] = Level(level)
        else:
            topics[level].append(topic)
    wrote_in = Comment.objects.filter(user=member).order_by().values("topic")
    invited = TopicGuest.objects.current().filter(member=member).values("topic")
    wanted = Q(topic__room__in=_rooms_at(levels, Level.EVERYTHING))
    wanted |= Q(topic__room__in=_rooms_at(levels, Level.MINE), topic__in=wrote_in)
    wanted |= Q(topic__in=topics[Level.FOLLOW]) | Q(topic__in=invited)
    return wanted & ~Q(topic__in=topics[Level.MUTE])


def _rooms_at(levels: dict[int, Level], level: Level) -> list[int]:
    return [room for room, chosen in levels.items() if chosen == level]
