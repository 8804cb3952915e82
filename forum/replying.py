"""The address to which a member answers a mail about a topic."""

from forum.models import Topic
from members.models import Member


def reply_address(member: Member, topic: Topic) -> str:
    """Return the address for this member's answers to this topic; empty: answers by mail are not taken."""
    return ""
