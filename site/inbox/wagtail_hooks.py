"""What the inbox adds to the CMS: a report, and the log's words."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from inbox.cms_urls import urlpatterns
from inbox.permissions import may_manage


class IncomingMailItem(MenuItem):
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether she may manage mail."""
        return may_manage(request.user)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The report's addresses."""
    return urlpatterns


@hooks.register("register_reports_menu_item")
def incoming_mail_item() -> MenuItem:
    """The report, in the menu of reports."""
    return IncomingMailItem(_("Incoming mail"), reverse("incoming_mails"), icon_name="mail", order=101)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """The log's words."""
    actions.register_action("inbox.try_again", _("Handle a mail once more"), _("Incoming mail handled once more"))
