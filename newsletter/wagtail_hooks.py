"""What the newsletter gives to the CMS: its menu, its screens, its rights, its words in the log."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from newsletter import log_actions
from newsletter.cms.dashboard import IssuesOnTheirWay
from newsletter.cms.viewsets import LetterViewSets
from newsletter.models import Publication, Rubric, Subscriber


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Subscribers come and change by their own links; the team reads."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Answer with the role's right to view, and with no for anything else."""
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """The same for several."""
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Subscriber, ReadOnlyPolicy(Subscriber))
register_permission_policy(Publication, ModelPermissionPolicy(Publication))
register_permission_policy(Rubric, ModelPermissionPolicy(Rubric))


@hooks.register("register_admin_viewset")
def letter_viewsets() -> LetterViewSets:
    """Issues, publications, rubrics and subscribers, under one entry of the menu."""
    return LetterViewSets()


@hooks.register("construct_homepage_panels")
def letters_of_the_day(request: HttpRequest, panels: list[Any]) -> None:
    """The issues that have not left yet."""
    panels.append(IssuesOnTheirWay())


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Rights that a role may hold."""
    models = ("issue", "publication", "rubric", "subscriber")
    return Permission.objects.filter(content_type__app_label="newsletter", content_type__model__in=models)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Register the verbs that the log shows."""
    log_actions.register(actions)
