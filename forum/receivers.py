"""What the forum does when others change: rooms follow the groups that they name, search hears of rooms."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from contracts.announcing import announce
from forum.attaching import delete_bytes
from forum.keys import keys_in, numbers_of
from forum.losing import forget_room, forget_topic
from forum.models import Attachment, Room, RoomMember, RoomRule, Topic, TopicGuest
from forum.rules import follow_group, follow_groups
from members.models import Member


def groups_have_changed(keys: Iterable[str]) -> None:
    """Bring the rooms of changed groups in step; other keys are not ours."""
    for group_pk in sorted(numbers_of(keys, kind="group")):
        follow_group(group_pk)


@receiver(post_save, sender=Room)
@receiver(m2m_changed, sender=Room.themes.through)
def room_has_changed(instance: Any, action: str = "post_save", **kwargs: Any) -> None:
    """Let search know: what is said in a room is found under the room's name and its themes."""
    if isinstance(instance, Room) and action.startswith("post_"):
        announce(*keys_in(instance))


@receiver([post_save, post_delete], sender=RoomRule)
def rule_has_changed(instance: RoomRule, **kwargs: Any) -> None:
    """Let people in or go at once; a rule also goes with its group, and with its room."""
    room = Room.objects.filter(pk=instance.room_id).first()
    if room:
        follow_groups(room)


@receiver(post_delete, sender=Attachment)
def attachment_is_gone(instance: Attachment, **kwargs: Any) -> None:
    """Let the bytes go with the row, whatever took it away: its comment, its meeting, its room."""
    delete_bytes(instance)


@receiver(post_delete, sender=RoomMember)
def membership_has_ended(instance: RoomMember, **kwargs: Any) -> None:
    """End what a room had to tell her, whichever screen, rule or verb took her out of it."""
    room = Room.objects.filter(pk=instance.room_id).first()
    if room:
        forget_room(room, members=Member.objects.filter(pk=instance.member_id))


@receiver(post_delete, sender=TopicGuest)
def guest_has_gone(instance: TopicGuest, **kwargs: Any) -> None:
    """End what a topic had to tell its guest."""
    topic = Topic.objects.filter(pk=instance.topic_id).select_related("room").first()
    if topic:
        forget_topic(topic, members=Member.objects.filter(pk=instance.member_id))
