"""Rooms and their doors, topics and comments, what people have read and follow, digests and releases."""

from forum.models.attachments import Attachment
from forum.models.calendars import CalendarKey
from forum.models.comments import Comment, CommentVersion, Mention, Thanks
from forum.models.digests import Digest, DigestItem
from forum.models.doors import RoomPage
from forum.models.drafts import Draft
from forum.models.kinds import Exchange, Option, Poll, Vote
from forum.models.meetings import Meeting
from forum.models.moderation import Report
from forum.models.notices import Notice, Untold
from forum.models.reading import Follow, Kept, Reading, RoomReading
from forum.models.releases import Release
from forum.models.rooms import JoinRequest, Room, RoomMember, RoomRule
from forum.models.summaries import Summary
from forum.models.topics import Topic, TopicGuest

__all__ = [
    "Attachment",
    "CalendarKey",
    "Comment",
    "CommentVersion",
    "Digest",
    "DigestItem",
    "Draft",
    "Exchange",
    "Follow",
    "JoinRequest",
    "Kept",
    "Meeting",
    "Mention",
    "Notice",
    "Option",
    "Poll",
    "Reading",
    "Release",
    "Report",
    "Room",
    "RoomMember",
    "RoomPage",
    "RoomReading",
    "RoomRule",
    "Summary",
    "Thanks",
    "Topic",
    "TopicGuest",
    "Untold",
    "Vote",
]
