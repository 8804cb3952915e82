"""What an animator says of a guest."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.addresses import normalise
from outbox.errors import BadAddressError

# An outside expert helps with one question; who stays longer is made a member of the room.
LONGEST = timedelta(days=366)


class GuestForm(forms.Form):
    """An address, a last day, and a language for somebody who has no account yet."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of a member, or of somebody from outside, who then gets a link to make an account."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("Every guest's access ends by itself. You can move the day by inviting the same address again."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation, for somebody without an account"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": (today + LONGEST).isoformat()}

    def clean_email(self) -> str:
        """Refuse what no mail can reach."""
        try:
            return normalise(self.cleaned_data["email"])
        except BadAddressError:
            raise forms.ValidationError(_("No mail can be sent to this address. Check how it is written.")) from None

    def clean_until(self) -> date:
        """Refuse a day that is over, and one too far away."""
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        if until > timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("A guest stays for a year at most. Choose an earlier day."))
        return until
