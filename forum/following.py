"""What a member wants to hear of: rooms and single topics, in notices and by mail.

One rule for both. Somebody's name in a comment, or an answer to her own, reaches her also in a room at “nothing”; in
a topic that she muted only her name does. Beside that, what she muted and rooms at “nothing” never tell her anything.
"""

from dataclasses import dataclass, field

from django.db.models import Q

from forum.errors import NotAllowedError
from forum.models import Comment, Follow, Mention, Notice, Room, RoomMember, Topic, TopicGuest
from forum.permissions import require_reader
from members.models import Member

Level = Follow.Level
Reason = Notice.Reason


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
    “my topics”, those that she opened or wrote in; her own ones also in an open room that she is no member of. A
    topic that she follows, or is a guest of, always.
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
    wanted |= Q(topic__author=member) & ~Q(topic__room__in=_rooms_at(levels, Level.NOTHING))
    wanted |= Q(topic__in=topics[Level.FOLLOW]) | Q(topic__in=invited)
    wanted |= Q(answer_to__user=member)
    return Q(pk__in=member.mentions.values("comment")) | wanted & ~Q(topic__in=topics[Level.MUTE])


def _rooms_at(levels: dict[int, Level], level: Level) -> list[int]:
    return [room for room, chosen in levels.items() if chosen == level]


@dataclass(kw_only=True)
class Wishes:
    """The same rule for one comment and everybody: who wants to hear of it, and why."""

    mentioned: set[int]
    answered: int | None
    opened_by: int | None
    wrote: set[int]
    guests: set[int]
    rooms: dict[int, str]
    topics: dict[int, str]
    members: set[int] = field(init=False)

    def __post_init__(self) -> None:
        everybody = {*self.mentioned, *self.wrote, *self.guests, *self.rooms, *self.topics}
        self.members = {pk for pk in (*everybody, self.answered, self.opened_by) if pk}

    @classmethod
    def about(cls, comment: Comment) -> "Wishes":
        """Ask what everybody wants, in six queries."""
        topic = comment.topic
        wrote = Comment.objects.filter(topic=topic, position__lt=comment.position, user__isnull=False).order_by()
        follows = Follow.objects.filter(Q(room=topic.room_id) | Q(topic=topic))
        chosen = list(follows.values_list("member_id", "topic_id", "level"))
        inside = RoomMember.objects.current().filter(room=topic.room_id).values_list("member_id", flat=True)
        rooms: dict[int, str] = dict.fromkeys(inside, Level.EVERYTHING)
        return cls(
            mentioned=set(Mention.objects.filter(comment=comment).values_list("member_id", flat=True)),
            answered=comment.answer_to.user_id if comment.answer_to else None,
            opened_by=topic.author_id,
            wrote=set(wrote.values_list("user_id", flat=True).distinct()),
            guests=set(TopicGuest.objects.current().filter(topic=topic).values_list("member_id", flat=True)),
            rooms=rooms | {member: level for member, of_topic, level in chosen if not of_topic},
            topics={member: level for member, of_topic, level in chosen if of_topic},
        )

    def reason_for(self, member: int) -> Reason | None:
        """Return the strongest reason to tell her, or None."""
        if member in self.mentioned:
            return Reason.MENTION
        if self.topics.get(member) == Level.MUTE:
            return None
        if member == self.answered:
            return Reason.ANSWER
        level = self.rooms.get(member)
        is_hers = member == self.opened_by or (member in self.wrote and level is not None)
        if is_hers and level != Level.NOTHING:
            return Reason.MINE
        wanted = level == Level.EVERYTHING or member in self.topics or member in self.guests
        return Reason.FOLLOWED if wanted else None
