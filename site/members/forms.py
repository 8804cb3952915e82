"""Forms about people: what sign-up asks besides address and password, and the profile.

allauth imports this module while it defines its own forms: never import those here.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interface.forms import TickedRows
from members.handing_over import successors_of
from members.models import Member, Organisation
from themes.models import Theme

ANOTHER = "another"


class OrganisationField(forms.ChoiceField):
    """One of the organisations of the network, or “another”, which is then written in its own field."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=self._choices, **options)

    @staticmethod
    def _choices() -> list[tuple[str, Any]]:
        organisations = Organisation.objects.exclude(standing=Organisation.Standing.FORMER)
        named = sorted(((str(row.pk), row.name) for row in organisations), key=lambda choice: choice[1].casefold())
        return [("", _("Choose your organisation")), *named, (ANOTHER, _("Another organisation, written below"))]

    def clean(self, value: Any) -> Organisation | None:
        """Return the organisation, or None for “another”."""
        chosen = super().clean(value)
        return None if chosen in {"", ANOTHER} else Organisation.objects.get(pk=chosen)


def rhythms() -> list[tuple[str, Any]]:
    """Return the one choice about mails from the rooms, the soonest first, each in words that say what comes."""
    return [
        (Member.DigestRhythm.NOW, _("At once: one mail per discussion until you come back")),
        (Member.DigestRhythm.DAILY, _("A summary every working day, at seven")),
        (Member.DigestRhythm.WEEKLY, _("A summary every Monday, at seven")),
        (Member.DigestRhythm.NEVER, _("Never: you look on the site")),
    ]


def function_field(*, required: bool) -> forms.CharField:
    """What somebody does there."""
    return forms.CharField(
        label=_("Your function"),
        help_text=_("For example: prevention officer, mediator, researcher."),
        max_length=120,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class AboutOneself(forms.Form):
    """What both forms ask: the name, and the two questions about languages."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("First name and surname, as colleagues know you."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language in which we write to you"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    reads = forms.MultipleChoiceField(
        label=_("Languages that you read"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Everybody writes in her own language; this tells us what may stand in your mails."),
    )


class SignupDetails(AboutOneself):
    """What sign-up asks besides address and password."""

    organisation = OrganisationField(label=_("Your organisation"))
    organisation_stated = forms.CharField(
        label=_("Name of your organisation, if it is not in the list"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    function = function_field(required=True)

    field_order = ("name", "organisation", "organisation_stated", "function", "email", "password1", "language", "reads")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = (get_language() or settings.LANGUAGE_CODE)[:2]
        self.fields["language"].initial = here
        self.fields["reads"].initial = [here]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of “another” organisation; forget it when one of the list is chosen."""
        said = super().clean() or self.cleaned_data
        if "organisation" not in said:
            return said
        if said["organisation"]:
            said["organisation_stated"] = ""
        elif not said.get("organisation_stated"):
            self.add_error("organisation_stated", _("Write the name of your organisation here."))
        return said

    def signup(self, request: HttpRequest, user: Member) -> None:
        """allauth calls this when the account stands; the adapter has filled it already."""


class ProfileForm(AboutOneself):
    """What a member says about herself."""

    function = function_field(required=False)
    digest = forms.ChoiceField(
        label=_("Mail about your rooms"),
        choices=rhythms,
        widget=forms.RadioSelect,
        help_text=_("Of what you follow and have not read yet, and when somebody mentions or answers you."),
    )

    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("Only if you want colleagues to call you: every member sees it."),
        max_length=40,
        required=False,
        validators=[
            RegexValidator(r"^\+?[0-9 ()./-]+$", _("Write only digits, spaces and “+”, like “+32 81 24 00 00”."))
        ],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    themes = TickedRows(
        Theme.objects.order_by("name_fr"),
        label=_("Themes"),
        help_text=_("What colleagues may ask you about; the directory finds you by them."),
        required=False,
    )

    field_order = ("name", "function", "phone", "themes", "language", "reads", "digest")


class HandoverForm(forms.Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(
        Member.objects.none(), label=_("Who takes over from you?"), empty_label=_("Choose a colleague")
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors_of(member)  # type: ignore[attr-defined]  # it is a choice
