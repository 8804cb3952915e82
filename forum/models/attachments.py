"""Files of comments and meetings: private, and reached through one guarded address."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forum.models.comments import Comment
from forum.models.drafts import Draft
from forum.models.meetings import Meeting
from forum.models.rooms import Room


def private_storage() -> Any:
    """Return the storage that no web server reaches by itself."""
    return storages["private"]


def private_path(instance: Any, filename: str) -> str:
    """Return a name that says nothing of the file; its own name is a column."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Which files a person may have."""

    def visible_to(self, user: Any) -> Self:
        """Keep the files of comments and meetings that she may read, and her own that are not placed yet."""
        if not getattr(user, "is_approved", False):
            return self.none()
        standing = Comment.objects.visible_to(user).standing().values("pk")
        rooms = Room.objects.visible_to(user).values("pk")
        loose = Q(comment=None, meeting=None, by_id=user.pk)
        return self.filter(Q(comment__in=standing) | Q(meeting__room__in=rooms) | loose, infected=False)

    def checked(self) -> Self:
        """Keep what the virus scanner has seen; where there is none, everything is."""
        return self.exclude(checked_at=None)


class Attachment(models.Model):
    """A private file of a comment or of a meeting; before it is sent it belongs to its uploader alone."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="attachments")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="attachments")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="attachments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file = models.FileField(storage=private_storage, upload_to=private_path)
    thumbnail = models.FileField(storage=private_storage, upload_to=private_path, blank=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100, help_text="found in the content, never taken from the browser")
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    infected = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True, help_text="empty: waits for the virus scanner, and is given to nobody")
    at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(comment=None) | Q(meeting=None), name="attachment_of_a_comment_or_a_meeting"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The one guarded address of the file."""
        return reverse("attachment", args=[self.key])

    @property
    def is_waiting(self) -> bool:
        """Whether the virus scanner has not seen it yet."""
        return self.checked_at is None
