"""Every mail that arrived is a row, whatever became of it: nothing is dropped in silence."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Larger mails are kept, and handed on, by their beginning alone.
MOST_BYTES, BEGINNING = 25 * 1024 * 1024, 256 * 1024


class ReceivedQuerySet(models.QuerySet["Received"]):
    """What there is to do."""

    def due(self) -> Self:
        """Keep what nobody has handled, and may be tried now; first come first."""
        return self.filter(state=Received.State.NEW, not_before__lte=timezone.now()).order_by("pk")


class Received(models.Model):
    """A mail as it arrived, and what became of it.

    new > done | refused | ignored | failed; waiting: a person must confirm by a click that it is hers.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        DONE = "done", _("Done")
        WAITING = "waiting", _("Waiting for a confirmation")
        REFUSED = "refused", _("Refused")
        IGNORED = "ignored", _("Ignored")
        FAILED = "failed", _("Failed")

    raw = models.BinaryField(help_text="the bytes; emptied some time after the mail is done with")
    size = models.PositiveBigIntegerField(default=0, help_text="bytes as it arrived")
    message_id = models.CharField(max_length=200, unique=True, help_text="a hash of the bytes where the mail has none")
    sender = models.CharField(max_length=254, blank=True, help_text="the address in From, in small letters")
    recipient = models.CharField(max_length=254, blank=True, help_text="the address of ours that it came to")
    subject = models.CharField(max_length=200, blank=True)
    is_authentic = models.BooleanField(default=False, help_text="the provider's result: SPF or DKIM aligned with From")
    arrived_at = models.DateTimeField(default=timezone.now)
    route = models.CharField(max_length=40, blank=True, help_text="the name of who took it")
    state = models.CharField(max_length=7, choices=State, default=State.NEW)
    reason = models.CharField(max_length=200, blank=True, help_text="why it was refused, ignored or failed")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(
        default=timezone.now, help_text="the next try; while it is tried, when to give up"
    )
    handled_at = models.DateTimeField(null=True)

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        ordering = ("-arrived_at", "-pk")
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mails")
        indexes = (models.Index(fields=("state", "id"), name="received_queue"),)

    def __str__(self) -> str:
        return self.subject or self.message_id

    @property
    def is_cut(self) -> bool:
        """Whether it was larger than may be taken, so that only its beginning is kept."""
        return self.size > MOST_BYTES
