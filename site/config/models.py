"""The clock's own memory: when each job ran last, and that the clock lives."""

from django.db import models
from django.utils import timezone


class ClockJob(models.Model):
    """One job of settings.CLOCK. Claimed by a conditional update of `due_at`; `beat_at` moves at every look."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
