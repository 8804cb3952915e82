"""What members adds to the CMS: screens, rights, the log's words, and a note on the dashboard."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy

from members.cms import MemberPolicy, MembersWaiting
from members.invitation_cms import InvitationPolicy
from members.models import Invitation, Member
from members.viewsets import PeopleViewSets

register_permission_policy(Member, MemberPolicy(Member))
register_permission_policy(Invitation, InvitationPolicy(Invitation))
# Wagtail asks for a first name and a surname there; a member's one name stands in her profile.
NameEmailSettingsPanel.is_active = lambda self: False  # noqa: ARG005  # a method


@hooks.register("register_admin_viewset")
def people_viewsets() -> PeopleViewSets:
    """Members, organisations and groups, under one entry of the menu."""
    return PeopleViewSets()


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Rights that a role may hold."""
    members = Q(content_type__model="member", codename__in=("view_member", "change_member", "approve_member"))
    return Permission.objects.filter(
        members | Q(content_type__model__in=("organisation", "group", "maildomain", "invitation")),
        content_type__app_label="members",
    )


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the dashboard that people wait."""
    panels.append(MembersWaiting())


class Reasoned(LogFormatter):
    """A decision with the reason that was given for it."""

    def format_comment(self, log_entry: Any) -> str:
        """The reason, or the domain that opened the door."""
        said = log_entry.data
        if said.get("domain"):
            return _("A member organisation owns the domain %(domain)s.") % {"domain": said["domain"]}
        return str(said.get("reason", ""))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """The log's words for decisions about accounts."""
    for name, label, message in (
        ("approve", gettext_lazy("Approve a member"), gettext_lazy("Approved")),
        ("reject", gettext_lazy("Reject a request"), gettext_lazy("Rejected")),
        ("deactivate", gettext_lazy("Deactivate a member"), gettext_lazy("Deactivated")),
        ("reactivate", gettext_lazy("Reactivate a member"), gettext_lazy("Reactivated")),
        ("invite", gettext_lazy("Invite somebody"), gettext_lazy("Invited")),
        ("withdraw_invitation", gettext_lazy("Take an invitation back"), gettext_lazy("Took an invitation back")),
        ("organisation_leaves", gettext_lazy("An organisation leaves"), gettext_lazy("Leaves the network")),
        ("organisation_returns", gettext_lazy("An organisation returns"), gettext_lazy("Is in the network again")),
        (
            "organisation_gone",
            gettext_lazy("A member becomes a guest"),
            gettext_lazy("Became a guest"),
        ),
        ("welcome_guest", gettext_lazy("Let a guest in"), gettext_lazy("Became a guest")),
        ("hand_over", gettext_lazy("Hand over to a successor"), gettext_lazy("Handed over to a successor")),
        ("reset_second_factor", gettext_lazy("Take away a second step"), gettext_lazy("Second step taken away")),
    ):
        formatter = type("Formatter", (Reasoned,), {"label": label, "message": message})
        actions.register_action(f"members.{name}")(formatter)


class _NoBulkAction(BulkAction):
    """Wagtail would delete accounts, or switch them on and off past their state, in bulk."""

    display_name = aria_label = template_name = ""
    models = [Member]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """There is no such page."""
        raise Http404


for _action in ("delete", "set_active_state", "assign_role"):
    hooks.register("register_bulk_action", type("NoBulkAction", (_NoBulkAction,), {"action_type": _action}), order=1000)
