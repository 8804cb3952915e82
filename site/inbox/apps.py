"""Mail that arrives."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    """Keeps every mail that arrives, and hands it to the app that its address names."""

    name = "inbox"
    verbose_name = _("Incoming mail")

    def ready(self) -> None:
        """Register the system checks, and listen to the provider's webhook."""
        from django.core.checks import register

        from inbox import webhook  # noqa: F401  its receiver
        from inbox.checks import check_inbound_settings

        register(check_inbound_settings, "inbox")
