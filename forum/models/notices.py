"""Notices: one thing that a member hears of, on the site and perhaps by mail."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.comments import Comment
from forum.models.rooms import Room
from forum.models.topics import Topic
from outbox.models import Delivery


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Which notices still wait for their reader."""

    def unseen(self) -> Self:
        """Keep what she has not seen."""
        return self.filter(seen_at=None)


class Notice(models.Model):
    """What happened to something, told to one member. While she has not seen it, more of the same adds to it.

    `about` names the thing ("topic:12", "join-request:3", "report:7", "room:4"); one unseen notice per thing is what
    keeps a lively discussion from becoming a flood: it is mailed once, until she comes back.
    """

    class Reason(models.TextChoices):
        MENTION = "mention", _("You are mentioned")
        ANSWER = "answer", _("Answer to you")
        MINE = "mine", _("New in a discussion of yours")
        FOLLOWED = "followed", _("New in what you follow")
        REQUEST = "request", _("Request to join")
        ANSWERED = "answered", _("Your request was answered")
        REPORT = "report", _("Reported message")
        OUTCOME = "outcome", _("Outcome of your report")
        FIRST_POST = "first_post", _("First message of a member")
        UNANSWERED = "unanswered", _("Question without an answer")
        INVITED = "invited", _("You are invited")
        ENTERED = "entered", _("An administrator entered")
        ENDING = "ending", _("Your access ends")
        MOVED = "moved", _("Discussion moved")
        REMINDER = "reminder", _("Reminder that you asked for")
        MEETING = "meeting", _("Meeting")
        UNMASKED = "unmasked", _("An animator asked who wrote")

    class Mail(models.TextChoices):
        NONE = "none", _("Not by mail")
        DUE = "due", _("To be mailed")
        WRITTEN = "written", _("Mailed")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    about = models.CharField(max_length=40)
    reason = models.CharField(max_length=10, choices=Reason)
    room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="notices")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+", help_text="the first one told of")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    words = models.CharField(max_length=300, blank=True, help_text="a sentence that goes with it: a reason, an answer")
    count = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=7, choices=Mail, default=Mail.NONE)
    delivery = models.OneToOneField(Delivery, models.SET_NULL, null=True, related_name="forum_notice")

    objects = NoticeQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("member", "about"), condition=Q(seen_at=None), name="one_unseen_notice"),
        )
        indexes = (
            models.Index(fields=("member", "changed_at"), name="notice_list"),
            models.Index(fields=("mail", "id"), name="notice_mail"),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.reason} {self.about}"


class Untold(models.Model):
    """A comment of which nobody has been told yet: written with it, gone once its notices stand."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="untold")

    def __str__(self) -> str:
        return str(self.comment_id)
