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
    postal_address = models.TextField(
        _("postal address"), blank=True, help_text=_("Stands at the foot of every page and every mail, as the law asks.")
    )
    responsible_publisher = models.CharField(_("responsible publisher"), max_length=120, blank=True)
    contact_address = models.EmailField(_("contact address"), blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name_fr"), FieldPanel("name_nl")], heading=_("Name")),
        FieldPanel("postal_address"),
        FieldPanel("responsible_publisher"),
        FieldPanel("contact_address"),
    ]

    class Meta:
        verbose_name = _("network")

    @property
    def name(self) -> str:
        """The network's name in the active language."""
        return in_language(self, "name")
