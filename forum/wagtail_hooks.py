"""What the forum adds to the CMS: screens, rights, the log's words."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy

from forum.models import JoinRequest, Release, Room, RoomRule
from forum.policies import NoChange, NoDelete, ReadOnly
from forum.records import ACTIONS
from forum.viewsets import RoomViewSets

SHOWN = ("room", "roommember", "roomrule", "joinrequest", "release")

register_permission_policy(Room, NoDelete(Room))
register_permission_policy(RoomRule, NoChange(RoomRule))
register_permission_policy(JoinRequest, ReadOnly(JoinRequest))
register_permission_policy(Release, ReadOnly(Release))


@hooks.register("register_admin_viewset")
def room_viewsets() -> RoomViewSets:
    """Rooms, their people and groups, requests and releases, under one entry of the menu."""
    return RoomViewSets()


@hooks.register("register_permissions")
def permissions() -> "QuerySet[Permission]":
    """Rights that a role may hold."""
    return Permission.objects.filter(content_type__app_label="forum", content_type__model__in=SHOWN)


class Reasoned(LogFormatter):
    """An act with the reason that was written for it."""

    def format_comment(self, log_entry: Any) -> str:
        """The reason, where there is one."""
        return str(log_entry.data.get("reason", ""))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """The log's words for what animators and authors do."""
    for action, (label, message) in ACTIONS.items():
        formatter = type("Formatter", (Reasoned,), {"label": label, "message": message})
        actions.register_action(action)(formatter)
