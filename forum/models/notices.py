"""Notices: one thing that a member hears of, on the site and perhaps by mail."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.comments import Comment
from forum.models.rooms import Room
from forum.models.topics import Topic
from outbox.models import Delivery


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Which notices still wait for their reader, and which she may still be shown."""

    def unseen(self) -> Self:
        """Keep what she has not seen."""
        return self.filter(seen_at=None)

    def visible_to(self, user: Any) -> Self:
        """Keep her own, of what she may still read; what is the animators' business, while she is one of them."""
        inside = Q(topic__in=Topic.objects.visible_to(user).values("pk"))
        inside |= Q(topic=None) & (Q(room=None) | Q(room__in=Room.objects.visible_to(user).values("pk")))
        animated = Room.objects.animated_by(user).values("pk")
        business = ~Q(reason__in=Notice.OF_ANIMATORS) | Q(room__in=animated)
        return self.filter(Q(reason__in=Notice.PERSONAL) | (inside & business), member_id=getattr(user, "pk", None))

    def last_of_each(self) -> Self:
        """Keep one notice of each thing, the last one."""
        later = Notice.objects.filter(member=OuterRef("member"), about=OuterRef("about"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def read_in_topic(self) -> Self:
        """Keep what opening the topic answers."""
        return self.filter(topic__isnull=False, reason__in=Notice.READ_IN_TOPIC)


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
        HANDOVER = "handover", _("Handed over to you")
        UNMASKED = "unmasked", _("An animator asked who wrote")

    class Mail(models.TextChoices):
        NONE = "none", _("Not by mail")
        DUE = "due", _("To be mailed")
        WRITTEN = "written", _("Mailed")

    # Of comments; the digest tells them in its own way.
    OF_COMMENTS: ClassVar[tuple[Reason, ...]] = (Reason.MENTION, Reason.ANSWER, Reason.MINE, Reason.FOLLOWED)
    # Opening the topic is having seen them.
    READ_IN_TOPIC: ClassVar[tuple[Reason, ...]] = (
        *OF_COMMENTS, Reason.UNANSWERED, Reason.MOVED, Reason.REMINDER, Reason.INVITED, Reason.UNMASKED,
    )  # fmt: skip
    # For the animators of the room alone.
    OF_ANIMATORS: ClassVar[tuple[Reason, ...]] = (
        Reason.REQUEST, Reason.REPORT, Reason.FIRST_POST, Reason.UNANSWERED, Reason.ENTERED,
    )  # fmt: skip
    # About the person herself: they name a room at most, and stay when it is closed to her.
    PERSONAL: ClassVar[tuple[Reason, ...]] = (Reason.ANSWERED, Reason.ENDING)
    # Mailed at once to everybody who gets any mail: a reminder that comes on Monday is none.
    URGENT: ClassVar[tuple[Reason, ...]] = (Reason.REMINDER, Reason.REPORT)

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
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="forum_notices")

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
