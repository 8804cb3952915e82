"""What subscribers fill in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from interface.forms import TickedRows
from newsletter.models import Publication
from newsletter.subscribing import choices_for
from outbox.addresses import normalise
from outbox.errors import BadAddressError


class PublicationChoices(TickedRows[Publication]):
    """Publications with what each is."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, frequency, and what it is."""
        return ". ".join(part.rstrip(".") for part in (obj.name, obj.frequency, obj.about) if part)


def _publications(queryset: Any, *, label: str) -> PublicationChoices:
    return PublicationChoices(
        queryset,
        label=label,
        error_messages={"required": gettext_lazy("Choose at least one newsletter.")},
    )


class SubscribeForm(forms.Form):
    """An address, what it wants, and in which language."""

    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("We send one mail to confirm it. Like this: name@example.org"),
        error_messages={"required": gettext_lazy("Fill in your e-mail address.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("I want to read it in"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    # People leave it empty, because they do not see it; programs fill it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Publication.objects.open()
        self.fields["publications"] = _publications(offered, label=_("Newsletters"))
        self.order_fields(["email", "publications", "language", "website"])
        self.initial.setdefault("language", (get_language() or settings.LANGUAGE_CODE)[:2])
        self.initial.setdefault("publications", [publication.pk for publication in offered[:1]])

    def clean_email(self) -> str:
        """Refuse what cannot be mailed to, in words."""
        try:
            normalise(self.cleaned_data["email"])
        except BadAddressError:
            raise forms.ValidationError(
                _("This is not a complete e-mail address. It looks like name@example.org.")
            ) from None
        return str(self.cleaned_data["email"])

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))


class PreferencesForm(forms.Form):
    """What a subscriber may change by her link."""

    language = forms.ChoiceField(
        label=gettext_lazy("I want to read it in"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, subscriber: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Publication.objects.filter(pk__in=[publication.pk for publication in choices_for(subscriber)])
        field = _publications(offered, label=_("Newsletters"))
        field.required = False
        self.fields["publications"] = field
        self.order_fields(["publications", "language"])
        confirmed = subscriber.subscriptions.filter(state="confirmed").values_list("publication", flat=True)
        self.initial = {"language": subscriber.language, "publications": list(confirmed)}
