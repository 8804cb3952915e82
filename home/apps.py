"""The public, editorial side."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Listens to Wagtail once everything is loaded."""

    name = "home"

    def ready(self) -> None:
        """Connect the signals."""
        from home import announcing

        announcing.connect()
