"""What nobody does in the CMS, whatever her rights: each model's permission policy."""

from django.contrib.auth.models import AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy

from members.models import Member

Person = Member | AnonymousUser


class NoDelete(ModelPermissionPolicy):
    """A room is never deleted here: its conversations would go with it. It can be closed and unlisted."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Answer with the role's rights, but for deleting."""
        return action != "delete" and super().user_has_permission(user, action)


class ReadOnly(ModelPermissionPolicy):
    """What only the forum itself writes."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Allow looking, to those who may."""
        return action == "view" and super().user_has_permission(user, action)


class NoChange(ModelPermissionPolicy):
    """What is made and deleted, never changed."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Answer with the role's rights, but for changing."""
        return action != "change" and super().user_has_permission(user, action)
