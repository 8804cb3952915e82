"""Who may compose, approve and send: three separate rights, asked by every verb."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from members.models import Member
from newsletter.errors import NotAllowedError

COMPOSE = "newsletter.compose_issue"
APPROVE = "newsletter.approve_issue"
SEND = "newsletter.send_issue"
ALL = (COMPOSE, APPROVE, SEND)


def may(user: Any, permission: str) -> bool:
    """Whether this person has the right."""
    return bool(user is not None and user.is_authenticated and user.has_perm(permission))


def require(user: Any, permission: str) -> None:
    """Raise NotAllowedError unless this person has the right."""
    if not may(user, permission):
        raise NotAllowedError


def people_who_may(*permissions: str) -> QuerySet[Member]:
    """Return the active people who have at least one of the rights, administrators included."""
    named = Q(codename__in=[permission.partition(".")[2] for permission in permissions])
    held = Q(user_permissions__in=_permissions(named)) | Q(groups__permissions__in=_permissions(named))
    return Member.objects.filter(Q(is_superuser=True) | held, is_active=True).distinct()


def _permissions(named: Q) -> Any:
    return Permission.objects.filter(named, content_type__app_label="newsletter").values("pk")
