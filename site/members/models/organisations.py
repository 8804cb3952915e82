"""The organisations that members work for, and the mail domains that vouch for newcomers."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from languages.names import Named, in_language
from members.mail_domains import is_public_provider, normalised_domain

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models.fields.related_descriptors import RelatedManager

    from members.models.accounts import Member


class Organisation(Named, ClusterableModel):
    """A town, a police zone, an association…: who a member works for."""

    class Kind(models.TextChoices):
        TOWN = "town", _("Town or municipality")
        POLICE_ZONE = "police_zone", _("Local police zone")
        WELFARE_CENTRE = "welfare_centre", _("Social-welfare centre")
        NGO = "ngo", _("Association")
        RESEARCH = "research", _("University or research centre")
        ADMINISTRATION = "administration", _("Regional or federal administration")
        NETWORK = "network", _("Network or umbrella organisation")

    class Standing(models.TextChoices):
        MEMBER = "member", _("Member")
        PARTNER = "partner", _("Partner")
        FORMER = "former", _("Former member")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.MEMBER)
    town = models.CharField(_("town"), max_length=80, blank=True)
    leaves_at = models.DateTimeField(
        _("its people's access ends"), null=True, blank=True, editable=False, help_text="set when it becomes former"
    )
    website = models.URLField(_("website"), blank=True)
    about_fr = models.TextField(_("presentation in French"), blank=True, max_length=1000)
    about_nl = models.TextField(_("presentation in Dutch"), blank=True, max_length=1000)

    if TYPE_CHECKING:
        domains: RelatedManager["MailDomain"]
        members: RelatedManager["Member"]

    class Meta:
        ordering = ("name_fr",)
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    @property
    def about(self) -> str:
        """Who they are, in the active language or the one in which it is written."""
        return in_language(self, "about")

    @property
    def website_name(self) -> str:
        """The website's address as people say it."""
        return self.website.split("://")[-1].removeprefix("www.").rstrip("/")

    @property
    def domain_list(self) -> str:
        """Its mail domains, for a list."""
        return ", ".join(domain.domain for domain in self.domains.all())


class MailDomain(models.Model):
    """A mail domain that a member organisation owns: who verifies an address there needs no approval."""

    domain = models.CharField(
        _("domain"),
        max_length=190,
        unique=True,
        validators=[RegexValidator(r"^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$", _("Write it like “namur.be”, without “@”."))],
        help_text=_("What stands after the “@” in the organisation's addresses, like “namur.be”."),
    )
    organisation = ParentalKey(
        Organisation, on_delete=models.CASCADE, related_name="domains", verbose_name=_("organisation")
    )

    class Meta:
        ordering = ("domain",)
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")

    def __str__(self) -> str:
        return self.domain

    def clean_fields(self, exclude: "Collection[str] | None" = None) -> None:
        """Accept “@Namur.be” as well; refuse providers where anybody can have an address."""
        self.domain = normalised_domain(self.domain)
        super().clean_fields(exclude)
        if is_public_provider(self.domain):
            raise ValidationError(
                {
                    "domain": _(
                        "Anybody can have an address at %(domain)s, so it says nothing about who somebody works for. "
                        "Approve these people one by one."
                    )
                    % {"domain": self.domain}
                }
            )
