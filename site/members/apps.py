from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("members")
    default = True

    def ready(self) -> None:
        """Listen to allauth."""
        import_module("members.receivers")


class WagtailUsers(WagtailUsersAppConfig):
    """Wagtail's users, without its screens: people come by sign-up and are managed as members."""

    default = False
    user_viewset = "members.viewsets.RetiredUserViewSet"
