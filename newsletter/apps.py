"""The newsletter's start."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Watches the words of issues from the moment that models are there."""

    name = "newsletter"
    verbose_name = _("newsletters")

    def ready(self) -> None:
        """Connect the watcher; its module needs loaded models."""
        from newsletter.watching import watch_words  # models are loaded only now

        watch_words()
