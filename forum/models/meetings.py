"""Meetings: a room's own dates, with agenda, minutes and files; seen by the room's readers only."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from forum.models.rooms import Room
from forum.models.topics import Topic
from languages.names import in_language


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Which meetings a person may know of."""

    def visible_to(self, user: Any) -> Self:
        """Keep the meetings of the rooms that she may read."""
        return self.filter(room__in=Room.objects.visible_to(user).values("pk"))

    def to_come(self) -> Self:
        """Keep what is not over, the next one first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def over(self) -> Self:
        """Keep what is over, the latest first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")


class Meeting(models.Model):
    """One meeting of a room. Those of a series share its key."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")

    room = models.ForeignKey(Room, models.CASCADE, related_name="meetings")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    series = models.UUIDField(null=True, db_index=True, editable=False)
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to the video-conference"), blank=True, max_length=500)
    agenda_html = models.TextField(_("agenda"), blank=True, help_text="cleaned by richtext")
    minutes_html = models.TextField(_("minutes"), blank=True, help_text="cleaned by richtext")
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, related_name="meetings", help_text="the discussion that it came out of"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveIntegerField(default=0, help_text="counts changes, for calendars (RFC 5545)")

    objects = MeetingQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = (
            models.CheckConstraint(condition=~Q(title_fr="") | ~Q(title_nl=""), name="meeting_has_a_title"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="meeting_ends_after_it_starts"),
        )
        indexes = (models.Index(fields=("room", "starts_at"), name="meeting_list"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the room."""
        return reverse("meeting", args=[self.pk])

    @property
    def title(self) -> str:
        """The title in the active language, or the one that exists."""
        return in_language(self, "title")

    @property
    def agenda(self) -> SafeString:
        """The agenda as HTML: cleaned by richtext when it was written."""
        return mark_safe(self.agenda_html)

    @property
    def minutes(self) -> SafeString:
        """The minutes as HTML: cleaned by richtext when they were written."""
        return mark_safe(self.minutes_html)
