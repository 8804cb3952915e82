"""Drafts: what somebody has typed and not sent yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Draft(models.Model):
    """What a member has typed and not sent yet, kept for every device. `place` says where it would go.

    "room:3" a new topic, "topic:12" a comment, "topic:12:to:55" an answer to one, "comment:55" a change of one.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=60)
    title = models.CharField(max_length=160, blank=True)
    body_html = models.TextField(blank=True, help_text="cleaned by richtext")
    language = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    more = models.JSONField(
        default=dict, blank=True, help_text="what the kind asks, and whether the name is left out, as it was typed"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "place"), name="draft_once"),)

    def __str__(self) -> str:
        return f"{self.member_id}: {self.place}"
