"""What readers may send beside messages: filters, notes to themselves, summaries, outcomes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models import Exchange, Kept, Summary, Topic
from forum.models.kinds import OUTCOMES_OF_OFFERS
from interface.forms import TickedRows
from themes.models import Tag

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SummaryForm(forms.ModelForm[Summary]):
    """What is taken away, in French, in Dutch or in both; both empty take it away."""

    class Meta:
        model = Summary
        fields = ("text_fr", "text_nl")
        widgets = {
            "text_fr": forms.Textarea(attrs={"rows": 7, "lang": "fr"}),
            "text_nl": forms.Textarea(attrs={"rows": 7, "lang": "nl"}),
        }

    def _post_clean(self) -> None:
        """Both empty are allowed here, though no row may say nothing: the verb drops it."""


class TagsForm(forms.Form):
    """A topic's keywords."""

    tags = TickedRows(
        Tag.objects.all(),
        label=_("Keywords"),
        help_text=_("Readers find the discussion by them."),
        required=False,
    )


class OutcomeForm(forms.ModelForm[Exchange]):
    """What came of a need or an offer."""

    class Meta:
        model = Exchange
        fields = ("outcome", "outcome_words")
        widgets = {"outcome": forms.RadioSelect, "outcome_words": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"outcome_words": _("One sentence for those who read it later, like: three towns sent theirs.")}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = OUTCOMES_OF_OFFERS.items() if kind == Topic.Kind.OFFER else Exchange.Outcome.choices
        self.fields["outcome"].choices = list(choices)  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["outcome"].required = True
        self.fields["outcome"].label = _("What came of it?")


class MomentForm(forms.Form):
    """Where the meeting takes place, if that is known already."""

    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to the video-conference"), max_length=500, required=False, assume_scheme="https"
    )


class KeptForm(forms.ModelForm[Kept]):
    """A note to oneself, and a day to be reminded."""

    class Meta:
        model = Kept
        fields = ("note", "remind_on")
        widgets = {"remind_on": _DAY}
        help_texts = {
            "note": _("Nobody else sees it."),
            "remind_on": _("You get a notice on that day. It may stay empty."),
        }

    def clean_remind_on(self) -> Any:
        """Nobody is reminded in the past; a day that stood there already may stay."""
        day = self.cleaned_data["remind_on"]
        if day and "remind_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day
