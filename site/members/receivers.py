"""What follows when allauth says that something has happened."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from members.approval import welcome_verified


@receiver(email_confirmed, dispatch_uid="members.welcome_verified")
def welcome(sender: type, email_address: EmailAddress, **rest: Any) -> None:
    """Approve or announce the newcomer. A second address says nothing: only the primary one counts."""
    welcome_verified(email_address.user)
