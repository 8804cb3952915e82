"""Gathers what a member's digest tells: new, readable, followed, unread, not her own and never told before."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from forum.following import followed_comments
from forum.models import Comment, DigestItem, Notice, Reading, Room, RoomReading, Topic
from members.models import Member
from outbox.models import Delivery

# More than this in one mail is not read; the oldest ones wait on the site.
MOST = 200


@dataclass(kw_only=True)
class ToldTopic:
    """One topic in a digest, its newest comments first."""

    topic: Topic
    comments: list[Comment] = field(default_factory=list)


@dataclass(kw_only=True)
class ToldRoom:
    """One room in a digest; what of it the mail may carry is the room's own choice."""

    room: Room
    topics: list[ToldTopic] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many comments."""
        return sum(len(topic.comments) for topic in self.topics)

    @property
    def comments(self) -> list[Comment]:
        """All of them."""
        return [comment for topic in self.topics for comment in topic.comments]


def gather(member: Member, *, since: datetime) -> list[ToldRoom]:
    """Return what is to be told, by room and then by topic, newest first."""
    newest_first = untold(member, since=since).select_related("user", "organisation", "topic__room")[:MOST]
    by_room: dict[int, ToldRoom] = {}
    for _topic_pk, group in groupby(sorted(newest_first, key=_newest_topic_first), key=lambda each: each.topic_id):
        comments = list(group)
        topic = comments[0].topic
        told = by_room.setdefault(topic.room_id, ToldRoom(room=topic.room))
        told.topics.append(ToldTopic(topic=topic, comments=comments))
    return list(by_room.values())


def untold(member: Member, *, since: datetime) -> "QuerySet[Comment]":
    """Return the comments written after `since` that this member should hear of, newest first.

    Left out: what she has read, what a digest told, and what a mail at once told before she chose another rhythm.
    """
    read = Reading.objects.filter(member=member, topic=OuterRef("topic"), position__gte=OuterRef("position"))
    room_read = RoomReading.objects.filter(
        member=member, room=OuterRef("topic__room"), read_before__gte=OuterRef("submit_date")
    )
    told = DigestItem.objects.filter(member=member, comment=OuterRef("pk"))
    mailed = Notice.objects.filter(
        member=member,
        topic=OuterRef("topic"),
        mail=Notice.Mail.WRITTEN,
        reason__in=Notice.OF_COMMENTS,
        comment__position__lte=OuterRef("position"),
        delivery__created_at__gte=OuterRef("submit_date"),
    ).exclude(delivery__state=Delivery.State.SKIPPED)
    return (
        Comment.objects.visible_to(member)
        .standing()
        .filter(followed_comments(member), submit_date__gt=since)
        .filter(~Exists(read), ~Exists(room_read), ~Exists(told), ~Exists(mailed))
        .exclude(user=member)
        .order_by("-submit_date", "-pk")
    )


def other_notices(member: Member, *, since: datetime) -> "QuerySet[Notice]":
    """Return what else waits for her than comments (requests, invitations, questions without an answer), not mailed."""
    unseen = Notice.objects.visible_to(member).unseen().filter(mail=Notice.Mail.DUE, changed_at__gt=since)
    others = unseen.exclude(reason__in=(*Notice.OF_COMMENTS, *Notice.URGENT))
    return others.select_related("room", "topic", "comment", "by").order_by("changed_at", "pk")


def _newest_topic_first(comment: Comment) -> tuple[float, int, int]:
    return -comment.topic.last_activity_at.timestamp(), -comment.topic_id, -comment.position
