"""What follows when allauth says that something has happened."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from members.approval import welcome_verified
from members.inviting import accept_for
from members.models import Member


@receiver(email_confirmed, dispatch_uid="members.welcome_verified")
def welcome(sender: type, email_address: EmailAddress, **rest: Any) -> None:
    """Let in whom an invitation names, or approve or announce the newcomer.

    A second address says nothing: only the primary one counts.
    """
    if not accept_for(email_address.user):
        welcome_verified(email_address.user)


@receiver(authenticator_added, dispatch_uid="members.second_step_proved")
def second_step_proved(
    sender: type, request: HttpRequest, user: Member, authenticator: Authenticator, **rest: Any
) -> None:
    """Count the code that set up the app as a second step: asking for another one at once would only annoy."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
