"""Mail that arrives."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    """Keeps every mail that arrives, and hands it to the app that its address names."""

    name = "inbox"
    verbose_name = _("Incoming mail")
