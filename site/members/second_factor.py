"""The second step of the log-in: compulsory before the CMS, and taken away when somebody has lost her phone."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from members.errors import NotAllowedError
from members.mails import mail_member
from members.models import Member
from members.permissions import has_cms_access, may_decide, signed_in


def must_have_second_factor(member: Member) -> bool:
    """Tell whether this person cannot do without: the CMS is open to her, and the site asks for it."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and has_cms_access(member)


def has_second_factor(member: Member) -> bool:
    """Tell whether she has set one up; a list of members brings the answer along as an annotation."""
    brought: bool | None = getattr(member, "with_second_factor", None)
    return Authenticator.objects.filter(user=member).exists() if brought is None else brought


@transaction.atomic
def reset_second_factor(member: Member, *, by: Member) -> None:
    """Take away the second step of somebody who has lost her phone and her codes; open sessions end.

    Raises NotAllowedError.
    """
    if not may_decide(by, member):
        raise NotAllowedError
    Authenticator.objects.filter(user=member).delete()
    Member.objects.filter(pk=member.pk).update(session_round=F("session_round") + 1)
    member.refresh_from_db()
    log(instance=member, action="members.reset_second_factor", user=by)
    mail_member(member, about="second_factor_reset")


class SecondFactorMiddleware:
    """Stands before the CMS: who must have a second factor sets it up, or proves it in this session.

    Not by a new log-in: allauth sends somebody who is logged in straight back from there, in a circle.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.door = reverse("wagtailadmin_home")
        self.ways_out = (reverse("wagtailadmin_logout"),)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the detour, or let the request through."""
        path = request.path_info
        if path.startswith(self.door) and path not in self.ways_out and request.user.is_authenticated:
            return self._detour(request) or self.get_response(request)
        return self.get_response(request)

    def _detour(self, request: HttpRequest) -> HttpResponse | None:
        member = signed_in(request)
        if not must_have_second_factor(member):
            return None
        if not is_mfa_enabled(member, [Authenticator.Type.TOTP]):
            messages.info(request, _("To work in the CMS, first protect your account with a second step."))
            return redirect("mfa_activate_totp")
        proofs = get_authentication_records(request, member)
        if any(proof["method"] == "mfa" for proof in proofs):
            return None
        wanted = request.get_full_path() if request.method == "GET" else self.door
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
