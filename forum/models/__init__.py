"""Rooms and their doors, topics and comments, what people have read and follow, digests and releases."""

from forum.models.comments import Comment, CommentVersion, Thanks
from forum.models.digests import Digest, DigestItem
from forum.models.doors import RoomPage
from forum.models.reading import Follow, Reading, RoomReading
from forum.models.releases import Release
from forum.models.rooms import JoinRequest, Room, RoomMember, RoomRule
from forum.models.topics import Topic, TopicGuest

__all__ = [
    "Comment",
    "CommentVersion",
    "Digest",
    "DigestItem",
    "Follow",
    "JoinRequest",
    "Reading",
    "Release",
    "Room",
    "RoomMember",
    "RoomPage",
    "RoomReading",
    "RoomRule",
    "Thanks",
    "Topic",
    "TopicGuest",
]
