"""allauth's forms in our words: one label per field, no second copy of it inside the field, no repeated password."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from members.models import Member

_NEW_PASSWORD = _(
    "At least 10 characters. A short sentence that only you would write is easy to keep and hard to guess."
)
_LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "code": _("Code"),
}


class Plain(forms.Form):
    """Takes the package's placeholders and links off the fields and gives them our labels."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name) or _LABELS.get(name) or field.label
            if name in _LABELS:
                field.help_text = self.helps.get(name, _NEW_PASSWORD if name == "password1" else "")


class LoginForm(Plain, account.LoginForm):
    """Address and password."""


class SignupForm(Plain, account.SignupForm):
    """Address, password, and what SignupDetails asks."""

    labels = {"password1": _("Choose a password"), "email": _("Your e-mail address at work")}
    helps = {
        "email": _(
            "We write to it to make sure that it is yours. If your organisation is a member of the network, "
            "its address opens the door at once."
        ),
        "password1": _NEW_PASSWORD,
    }

    def try_save(self, request: HttpRequest) -> tuple[Member | None, HttpResponse | None]:
        """Answer a form that was sent twice like one for an address that exists."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            return None, prevent_enumeration(request, email=self.cleaned_data["email"])


class AddEmailForm(Plain, account.AddEmailForm):
    """A change of address."""

    labels = {"email": _("New e-mail address")}
    helps = {"email": _("We write to it first. Your address changes when you have opened the link in that mail.")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """A new password for somebody who knows the old one."""


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """The address of somebody who has forgotten her password."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """A new password for somebody who came by the link."""


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password once more."""


class SecondStep(Plain):
    """The page has this one purpose, so one can type at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True


class SecondStepForm(SecondStep, mfa.AuthenticateForm):
    """The second step of the log-in."""

    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class SecondStepAgainForm(SecondStep, mfa.ReauthenticateForm):
    """The second step once more."""

    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ActivateForm(Plain, totp.ActivateTOTPForm):
    """The first code of a new app."""

    helps = {"code": _("The six digits that your app shows for this account.")}
