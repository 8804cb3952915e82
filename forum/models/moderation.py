"""What waits for an animator's look: reported comments, and first ones where the room wants that."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.comments import Comment
from forum.models.rooms import Room, RoomMember


class ReportQuerySet(models.QuerySet["Report"]):
    """Which reports wait, and for whom."""

    def open(self) -> Self:
        """Keep what nobody has handled yet."""
        return self.filter(state=Report.State.OPEN)

    def visible_to(self, user: Any) -> Self:
        """Keep the reports in the rooms that she animates; those of her own words only where nobody else animates."""
        rooms = Room.objects.animated_by(user).values("pk")
        others = (
            RoomMember.objects.welcome()
            .filter(room=OuterRef("comment__topic__room"), role=RoomMember.Role.ANIMATOR)
            .exclude(member_id=user.pk)
        )
        hers = Q(comment__user_id=user.pk)
        return self.filter(comment__topic__room__in=rooms).exclude(hers & Exists(others))


class Report(models.Model):
    """Somebody asks the room's animators to look at a comment; who reported hears the outcome."""

    class Reason(models.TextChoices):
        CONFIDENTIAL = "confidential", _("It tells something confidential, or lets a person be recognised")
        HURTFUL = "hurtful", _("It is hurtful or discriminating")
        MISPLACED = "misplaced", _("It does not belong here")
        WRONG = "wrong", _("It is wrong or misleading")
        OTHER = "other", _("Something else")
        FIRST_POST = "first_post", _("First message in the room")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        UPHELD = "upheld", _("The message was removed")
        DISMISSED = "dismissed", _("The message stays")

    # What a person may choose; the other one is the room's own.
    REASONS = (Reason.CONFIDENTIAL, Reason.HURTFUL, Reason.MISPLACED, Reason.WRONG, Reason.OTHER)

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.TextField(_("what should the animators know?"), max_length=500, blank=True)
    # Nobody: the room itself wants a look.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=300, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("comment", "by"), condition=Q(state="open"), name="one_open_report"),
        )
        indexes = (models.Index(fields=("state", "at"), name="report_queue"),)

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"
