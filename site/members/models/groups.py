"""Groups: named sets of members, by hand or by rule."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.names import Named
from members.models.accounts import Member
from members.models.organisations import Organisation

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Group(Named):
    """A named set of members, by hand or by rule; rooms and publications point to it."""

    by_rule = models.BooleanField(
        _("filled by a rule"),
        default=False,
        help_text=_("The rule below then decides who belongs to it, today and later; nobody is added by hand."),
    )
    organisations = models.ManyToManyField(Organisation, blank=True, verbose_name=_("people of these organisations"))
    organisation_kind = models.CharField(
        _("people of this kind of organisation"), max_length=20, blank=True, choices=Organisation.Kind
    )
    function_contains = models.CharField(
        _("whose function contains"),
        max_length=60,
        blank=True,
        help_text=_("Part of a word is enough: “prévention” also finds “chargée de prévention”."),
    )

    if TYPE_CHECKING:
        memberships: RelatedManager["GroupMember"]

    class Meta:
        ordering = ("name_fr",)
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    @property
    def size(self) -> int:
        """How many people it holds."""
        return self.memberships.count()


class GroupMember(models.Model):
    """One person in one group, and how she came into it."""

    class Origin(models.TextChoices):
        HAND = "hand", _("added by hand")
        RULE = "rule", _("added by the rule")

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, models.CASCADE, related_name="group_memberships")
    origin = models.CharField(max_length=4, choices=Origin, default=Origin.HAND)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "member"), name="group_member_once"),)

    def __str__(self) -> str:
        return f"{self.member} – {self.group}"
