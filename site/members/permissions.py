"""Who may decide about accounts, and who counts as staff."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from members.models import Member


def signed_in(request: HttpRequest) -> "Member":
    """Return the person behind a request that its audience has let through."""
    return cast("Member", request.user)


def may_decide(person: "Member", member: "Member") -> bool:
    """Tell whether this person may approve, reject, deactivate or reactivate that member.

    Never oneself; and a superuser's account is only another superuser's business, or a role that can
    approve newcomers could lock out whoever runs the site.
    """
    if person.pk == member.pk or not person.has_perm("members.approve_member"):
        return False
    return person.is_superuser or not member.is_superuser


def has_cms_access(person: "Member") -> bool:
    """Tell whether the CMS lets this person in."""
    return person.is_active and person.has_perm("wagtailadmin.access_admin")
