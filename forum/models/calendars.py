"""Calendar addresses: what a member gives to her calendar program, and takes back."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_secret() -> str:
    """Return what nobody guesses."""
    return secrets.token_urlsafe(24)


class CalendarKey(models.Model):
    """The one address at which a member's calendar program reads her meetings; without a row there is none."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_key")
    secret = models.CharField(max_length=40, unique=True, default=new_secret)
    since = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.member_id)
