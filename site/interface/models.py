"""What the shell of every page and the foot of every mail tell about the network: a Wagtail site setting."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from languages.names import in_language


@register_setting(icon="home")
class NetworkSettings(BaseSiteSetting):
    """Who runs this site."""

    name_fr = models.CharField(_("network's name in French"), max_length=80, default="Parvis")
    name_nl = models.CharField(_("network's name in Dutch"), max_length=80, default="Parvis")
    postal_address_fr = models.TextField(
        _("postal address in French"),
        blank=True,
        help_text=_("Stands at the foot of every page and every mail, as the law asks."),
    )
    postal_address_nl = models.TextField(_("postal address in Dutch"), blank=True)
    responsible_publisher_fr = models.CharField(_("responsible publisher in French"), max_length=160, blank=True)
    responsible_publisher_nl = models.CharField(_("responsible publisher in Dutch"), max_length=160, blank=True)
    contact_address = models.EmailField(_("contact address"), blank=True)
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page about privacy"),
        help_text=_("Every newsletter links to it, in the reader's language."),
    )
    # Names the present sheet of theme hues; written by themes whenever a hue changes, so that no page has to ask.
    hues_version = models.CharField(max_length=16, blank=True, default="", editable=False)

    panels = [
        MultiFieldPanel([FieldPanel("name_fr"), FieldPanel("name_nl")], heading=_("Name")),
        MultiFieldPanel(
            [
                FieldPanel("postal_address_fr"),
                FieldPanel("postal_address_nl"),
                FieldPanel("responsible_publisher_fr"),
                FieldPanel("responsible_publisher_nl"),
            ],
            heading=_("Who is answerable"),
        ),
        FieldPanel("contact_address"),
        FieldPanel("privacy_page"),
    ]

    class Meta:
        verbose_name = _("network")

    @property
    def name(self) -> str:
        """The network's name in the active language."""
        return in_language(self, "name")

    def name_in(self, language: str) -> str:
        """The network's name in a given language."""
        return in_language(self, "name", language)

    @property
    def postal_address(self) -> str:
        """Where the network is reached by post, in the active language."""
        return in_language(self, "postal_address")

    @property
    def responsible_publisher(self) -> str:
        """Who answers for what is published, with an address, in the active language."""
        return in_language(self, "responsible_publisher")
