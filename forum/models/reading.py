"""What a member has read, and what she wants to hear of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.comments import Comment
from forum.models.rooms import Room
from forum.models.topics import Topic


class Reading(models.Model):
    """How far a member has read a topic: the position of the last comment that was shown to her."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readings")
    position = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "topic"), name="reading_once"),)

    def __str__(self) -> str:
        return f"{self.member_id}: {self.topic_id}#{self.position}"


class RoomReading(models.Model):
    """Everything in the room up to `read_before` counts as read."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="room_readings")
    room = models.ForeignKey(Room, models.CASCADE, related_name="readings")
    read_before = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "room"), name="room_reading_once"),)

    def __str__(self) -> str:
        return f"{self.member_id}: {self.room_id} < {self.read_before:%Y-%m-%d %H:%M}"


class Follow(models.Model):
    """What a member wants to hear of: a room (everything, her topics, nothing) or a topic (follow, mute).

    A member of a room without a row here follows everything in it.
    """

    class Level(models.TextChoices):
        EVERYTHING = "everything", _("Everything")
        MINE = "mine", _("My discussions")
        NOTHING = "nothing", _("Nothing")
        FOLLOW = "follow", _("Follow")
        MUTE = "mute", _("Mute")

    ROOM_LEVELS = (Level.EVERYTHING, Level.MINE, Level.NOTHING)
    TOPIC_LEVELS = (Level.FOLLOW, Level.MUTE)

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="follows")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="follows")
    level = models.CharField(max_length=10, choices=Level)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("member", "room"), name="follow_room_once"),
            models.UniqueConstraint(fields=("member", "topic"), name="follow_topic_once"),
            models.CheckConstraint(
                condition=Q(room__isnull=False, topic=None, level__in=["everything", "mine", "nothing"])
                | Q(topic__isnull=False, room=None, level__in=["follow", "mute"]),
                name="follow_room_or_topic",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.level}"


class Kept(models.Model):
    """A comment that a member keeps for later, for herself alone."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    note = models.CharField(_("note for yourself"), max_length=300, blank=True)
    remind_on = models.DateField(_("remind me on"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("member", "comment"), name="kept_once"),)
        indexes = (models.Index(fields=("remind_on", "reminded_at"), name="kept_reminders"),)

    def __str__(self) -> str:
        return f"{self.member_id}: {self.comment_id}"
