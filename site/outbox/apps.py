from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("outgoing mail")

    def ready(self) -> None:
        """Register the system checks."""
        from outbox.checks import check_hash_key, check_mail_settings

        register(check_mail_settings, "outbox")
        register(check_hash_key, "outbox", deploy=True)
