"""Our choices inside allauth: whose language a mail speaks, where a log-in leads, who is turned away and how."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from members.accounts import free_address, with_own_language
from members.mails import mail_address, mail_member
from members.models import Member
from members.permissions import signed_in
from members.second_factor import must_have_second_factor
from outbox.addresses import normalise
from outbox.errors import BadAddressError

# What allauth says to an address without an account, or with one already: a closed account gets its own mail.
_ABOUT_NOBODY = {"unknown_account", "account_already_exists"}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: sign-up, log-in, verification, mails."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and this password do not belong together. Check both, or ask for a new password below."
        ),
        "too_many_login_attempts": _(
            "There were too many attempts, so we stopped listening for a while, to protect the account."
            " Try again in five minutes, or choose a new password."
        ),
        "enter_current_password": _("This is not your current password. Try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "same_as_current": _("This is already your address."),
        "duplicate_email": _("This is already your address, or you have asked for this change already."),
    }

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:  # noqa: FBT001, FBT002
        """Fill the new account with all that the sign-up form asked."""
        said = form.cleaned_data
        user.email = said["email"]
        user.set_password(said["password1"])
        user.name = said["name"]
        user.organisation = said["organisation"]
        user.organisation_stated = said["organisation_stated"]
        user.function = said["function"]
        user.language = said["language"]
        user.reads = with_own_language(said["reads"], said["language"])
        if commit:
            user.save()
        return user

    def clean_email(self, email: str) -> str:
        """Refuse what no mail can reach."""
        try:
            return normalise(email)
        except BadAddressError:
            raise ValidationError(
                _("No mail can be sent to this address. Check how it is written, or give another one.")
            ) from None

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail into the outbox, in the language of whoever owns the address; else in the request's."""
        about = template_prefix.rpartition("/")[2]
        said = {name: value for name, value in context.items() if name not in {"user", "request", "email"}}
        member = context.get("user") or owner_of(email)
        if member is None:
            mail_address(email, about=about, language=translation.get_language()[:2], **said)
        elif about in _ABOUT_NOBODY and not member.is_active:
            mail_member(member, about="account_closed", reason=member.state_reason)
        else:
            mail_member(member, about=about, address=email, **said)

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Verify an address; a sign-up that took it without ever verifying it gives way to its owner."""
        if not free_address(email_address.email, for_member=email_address.user):
            return False
        return super().confirm_email(request, email_address)

    def respond_user_inactive(self, request: HttpRequest, user: Member) -> HttpResponse:
        """Tell somebody who gave the right password why the account is closed."""
        request.session["closed_account"] = {"state": user.state, "reason": user.state_reason}
        return redirect("account_inactive")

    def post_login(self, request: HttpRequest, user: Member, **details: Any) -> HttpResponse:
        """Keep her language for addresses that carry none, such as the CMS."""
        response = super().post_login(request, user, **details)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to what is new, or to the waiting page, in her language whatever page she logged in on."""
        member = signed_in(request)
        with translation.override(member.language):
            return reverse("whats_new" if member.is_approved else "waiting")

    get_signup_redirect_url = get_login_redirect_url

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Lead on, or to the log-in when the link was opened in another browser."""
        if self.request.user.is_authenticated:
            return self.get_login_redirect_url(self.request)
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the profile, where she came from."""
        return reverse("profile")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step of the log-in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right, or no longer. Wait for the next one in your app; a code works only once."
        ),
        "cannot_delete_authenticator": _(
            "People who work in the CMS need the second step, so it cannot be switched off for you."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the second step for those who must have it."""
        return not must_have_second_factor(authenticator.user)


def owner_of(address: str) -> Member | None:
    """Return the member who owns an address: verified before unverified."""
    found = EmailAddress.objects.filter(email=address.lower()).order_by("-verified").select_related("user").first()
    return found.user if found else Member.objects.filter(email=address.lower()).first()
