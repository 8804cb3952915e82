"""Invitations to people who have no account yet."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.accounts import Member
from members.models.organisations import Organisation


class Invitation(models.Model):
    """Somebody is asked to come in: whoever verifies this address is approved, and is let into the places named.

    `places` holds keys that other apps understand, such as "room:3".
    """

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("nl", "Nederlands")])
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    places = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("invited"), default=timezone.now)
    accepted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

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
