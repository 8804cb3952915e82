"""Themes and tags: the vocabulary that rooms, pages and rubrics share."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class ThemesConfig(AppConfig):
    name = "themes"
    verbose_name = _("themes and tags")

    def ready(self) -> None:
        """Keep the version of the sheet of hues true, whoever changes a theme."""
        from interface.models import NetworkSettings  # models load after apps do
        from themes.models import Theme
        from themes.stylesheet import refresh_version

        for signal, sender in ((post_save, Theme), (post_delete, Theme), (post_save, NetworkSettings)):
            signal.connect(refresh_version, sender=sender, dispatch_uid=f"hues after {sender.__name__} {id(signal)}")
