"""Invitations to people who have no account yet."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.accounts import Member
from members.models.organisations import Organisation


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations still stand."""

    def standing(self) -> Self:
        """Keep those that somebody can still accept."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Somebody is asked to come in: whoever verifies this address is approved, and is let into the places named.

    `places` holds keys that other apps understand, such as "room:3"; `ends` says until when, for those that end.
    """

    class State(models.TextChoices):
        """Follows from the dates; a column of its own could disagree with them."""

        OPEN = "open", _("Waiting for the person")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("nl", "Nederlands")])
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    places = models.JSONField(default=list, blank=True)
    ends = models.JSONField(default=dict, blank=True, help_text="place: the moment (ISO 8601) at which it ends")
    as_guest = models.BooleanField(default=False, help_text="the account becomes a guest's, not a full member's")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("invited"), default=timezone.now)
    sent_at = models.DateTimeField(_("mail written"), null=True, help_text="the last time")
    accepted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(
                fields=("email",), condition=Q(accepted_at=None, withdrawn_at=None), name="one_open_invitation"
            ),
        )

    def __str__(self) -> str:
        return self.email

    def save(self, **kwargs: Any) -> None:
        """Save, with the address in small letters, as accounts have it."""
        self.email = self.email.lower()
        super().save(**kwargs)

    @property
    def state(self) -> "Invitation.State":
        """What became of it."""
        if self.accepted_at:
            return self.State.ACCEPTED
        return self.State.WITHDRAWN if self.withdrawn_at else self.State.OPEN
