"""What the outbox adds to the CMS: a report, a right, the log's words, and a warning on the dashboard."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from outbox.permissions import may_manage
from outbox.reachability import last_heard
from outbox.reporting import progress_of_all
from outbox.urls import urlpatterns


class OutgoingMailItem(MenuItem):
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether she may manage dispatches."""
        return may_manage(request.user)


class MailServerDown(Component):
    """The dashboard's warning while no mail can leave."""

    name = "mail_server_down"
    template_name = "outbox/cms/server_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Tell what is wrong; counting costs nothing while all is well."""
        server = last_heard()
        if server.reachable:
            return {}
        user = parent_context["request"].user
        return {"server": server, "totals": progress_of_all(), "may_manage": may_manage(user)}


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The report's addresses."""
    return urlpatterns


@hooks.register("register_reports_menu_item")
def outgoing_mail_item() -> MenuItem:
    """The report, in the menu of reports."""
    return OutgoingMailItem(_("Outgoing mail"), reverse("outgoing_mail"), icon_name="mail", order=100)


@hooks.register("construct_homepage_panels")
def warn_of_mail_server(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the dashboard that no mail leaves."""
    panels.append(MailServerDown())


@hooks.register("register_permissions")
def permissions() -> "QuerySet[Permission]":
    """The right that a role may hold."""
    return Permission.objects.filter(content_type__app_label="outbox", codename="manage_dispatch")


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """The log's words for decisions about dispatches."""
    actions.register_action("outbox.pause", _("Pause a dispatch"), _("Dispatch paused"))
    actions.register_action("outbox.resume", _("Resume a dispatch"), _("Dispatch resumed"))
    actions.register_action("outbox.cancel", _("Cancel a dispatch"), _("Dispatch cancelled"))
    actions.register_action("outbox.send_again", _("Send uncertain mails again"), _("Uncertain mails sent again"))
