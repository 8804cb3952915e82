"""How far a member has read; only `Topic.objects.with_marks_of` says what that makes unread."""

from django.db import transaction
from django.utils import timezone

from forum.models import Comment, Reading, Room, RoomReading, Topic
from forum.noticing import see_room
from members.models import Member


def first_unread(topic: Topic) -> int:
    """Return the position of the first unread comment of a topic that carries the reader's marks.

    One past the last if there is none.
    """
    if not topic.is_unread:
        return topic.last_position + 1
    if topic.read_before is None:
        return topic.read_position + 1
    later = Comment.objects.filter(
        topic=topic, position__gt=topic.read_position, submit_date__gt=topic.read_before
    ).order_by("position")
    return later.values_list("position", flat=True).first() or topic.read_position + 1


def move_mark(topic: Topic, *, reader: Member, position: int, is_first: bool = False) -> None:
    """Remember that a topic has been read up to a position; never moves back.

    `is_first` saves a statement where the caller knows that there is no mark yet.
    """
    now = timezone.now()
    mine = Reading.objects.filter(member=reader, topic=topic)
    if not is_first and mine.filter(position__lt=position).update(position=position, read_at=now):
        return
    rows = [Reading(member=reader, topic=topic, position=position, read_at=now)]
    Reading.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def mark_room_read(room: Room, *, member: Member) -> None:
    """Count everything in a room as read. The marks of its topics have no more to say and are dropped."""
    RoomReading.objects.update_or_create(member=member, room=room, defaults={"read_before": timezone.now()})
    Reading.objects.filter(member=member, topic__room=room).delete()
    see_room(room, reader=member)


@transaction.atomic
def mark_all_read(member: Member) -> None:
    """Count everything as read: in all her rooms, and in the topics that she is a guest of."""
    for room in Room.objects.of(member):
        mark_room_read(room, member=member)
    for topic in Topic.objects.unread_by(member).filter(pk__in=Topic.objects.visible_to(member).values("pk")):
        if topic.guests.filter(member=member).exists():
            move_mark(topic, reader=member, position=topic.last_position)
