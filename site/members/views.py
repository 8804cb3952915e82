"""Pages of one's own account: confirming the address, waiting for approval, the profile."""

from typing import Any

from allauth.account.views import ConfirmEmailView, SignupView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from interface.audiences import Audience, audience
from members.accounts import change_profile
from members.forms import ProfileForm
from members.inviting import invitation_of
from members.models import Invitation
from members.permissions import signed_in


@audience(Audience.SIGNED_IN)
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Tell somebody who waits what is being decided, by whom, and what she can do meanwhile."""
    if signed_in(request).is_approved:
        return redirect("whats_new")
    return render(request, "members/waiting.html")


@audience(Audience.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show one's own profile, and change it."""
    member = signed_in(request)
    kept = {name: getattr(member, name) for name in ProfileForm.base_fields} | {"themes": member.themes.all()}
    form = ProfileForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        change_profile(member, **form.cleaned_data)
        with translation.override(member.language):
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
    return render(request, "members/profile.html", {"form": form, "has_second_factor": is_mfa_enabled(member)})


class _ConfirmEmail(ConfirmEmailView):
    """allauth's page, but a link that is spent answers a POST as it does a GET: with words, not with a 404."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(*args, **kwargs)
        except Http404:
            self.object = None
            return self.render_to_response(self.get_context_data())


confirm_email = audience(Audience.PUBLIC)(_ConfirmEmail.as_view())


class _Signup(SignupView):
    """allauth's page; somebody who comes by an invitation finds filled in what we know of her."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.invitation = invitation_of(request.GET.get("invitation", ""))
        if self.invitation and self.invitation.state == Invitation.State.ACCEPTED:
            messages.info(request, _("You have accepted this invitation already. Log in here."))
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        if self.invitation is None or self.invitation.state != Invitation.State.OPEN:
            return dict(super().get_initial())
        known = {name: getattr(self.invitation, name) for name in ("email", "name", "language")}
        organisation = str(self.invitation.organisation_id or "")
        return super().get_initial() | known | {"reads": [known["language"]], "organisation": organisation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"invitation": self.invitation}


signup = audience(Audience.PUBLIC)(_Signup.as_view())
