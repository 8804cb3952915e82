"""Digests: one mail per member and period, and which comment was in which."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models.comments import Comment
from outbox.models import Delivery


class Digest(models.Model):
    """A member's digest of a period ("2026-11-20", "2026-W47"). Without a delivery: there was nothing to say."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    period = models.CharField(max_length=10)
    delivery = models.OneToOneField(Delivery, models.SET_NULL, null=True, related_name="forum_digest")
    written_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "period"), name="digest_once"),)

    def __str__(self) -> str:
        return f"{self.member_id}: {self.period}"


class DigestItem(models.Model):
    """A comment that was in a member's digest: written with its delivery, this is the watermark."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="items")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="digest_items")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "comment"), name="digested_once"),)

    def __str__(self) -> str:
        return f"{self.digest_id}: {self.comment_id}"
