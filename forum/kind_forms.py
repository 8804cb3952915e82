"""What each kind of topic asks beside its words, and how a message is written without a name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forum.anonymity import LONGEST
from forum.models import Exchange, Topic
from forum.models.wordings import Wording, wordings_for
from forum.particulars import FEWEST, MOST, Choice, Exchanged, Particulars, Polled
from themes.models import Theme

OWN = "own"
FIRST_MOMENTS = 5


@dataclass(frozen=True, kw_only=True)
class Naming:
    """Whether somebody may write here without her name, how she last spoke here, and what she may choose from."""

    allowed: bool = False
    last: str = ""
    kind: str | None = None


class NamingFields(forms.Form):
    """Writing without one's name: gone from forms where the room doesn't allow it."""

    without_name = forms.BooleanField(
        label=_("Without my name"),
        required=False,
        help_text=_(
            "Your name and organisation are shown to nobody. A room's animator can ask who wrote; that is logged, and "
            "you are told. What you write can still betray you: read it again with that in mind."
        ),
    )
    wording = forms.ChoiceField(label=_("Readers see instead"), required=False)
    own_wording = forms.CharField(
        label=_("In your own words"), max_length=LONGEST, required=False, help_text=_("Like: a town on the coast.")
    )

    def offer(self, naming: Naming) -> None:
        """Offer the choices of one person in one place, as she last spoke there; or nothing."""
        if not naming.allowed and not naming.last:
            for name in ("without_name", "wording", "own_wording"):
                del self.fields[name]
            return
        known = wordings_for(naming.kind)
        choices = [(wording.value, wording.label) for wording in known]
        if naming.last in Wording.values and naming.last not in known:
            choices.append((naming.last, Wording(naming.last).label))
        self.fields["wording"].choices = [*choices, (OWN, _("My own words"))]  # type: ignore[attr-defined]
        self.fields["without_name"].initial = bool(naming.last)
        if naming.last:
            is_known = naming.last in Wording.values
            self.fields["wording"].initial = naming.last if is_known else OWN
            self.fields["own_wording"].initial = "" if is_known else naming.last

    def anonymous_as(self) -> str:
        """Return what stands in the place of the name; "" for the name itself."""
        given = self.cleaned_data
        if not given.get("without_name"):
            return ""
        return str(given["own_wording"] if given.get("wording") == OWN else given.get("wording") or Wording.MEMBER)

    def clean(self) -> dict[str, Any]:
        """Ask for words where one's own were chosen."""
        cleaned = super().clean() or self.cleaned_data
        chooses_own = cleaned.get("without_name") and cleaned.get("wording") == OWN
        if chooses_own and not cleaned.get("own_wording") and "own_wording" not in self.errors:
            self.add_error("own_wording", _("Write what readers see in the place of your name."))
        return cleaned


class MomentsInput(forms.Widget):
    """Rows of a day, a beginning and an end."""

    template_name = "forum/widgets/moments.html"
    use_fieldset = True
    PARTS = ("day", "starts", "ends")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, ...]]:
        """Return what was typed in each row."""
        return [tuple(data.get(f"{name}-{row}-{part}", "").strip() for part in self.PARTS) for row in range(MOST)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the rows, the first few of which stand open."""
        context = super().get_context(name, value, attrs)
        given = list(value or [])
        rows = [(number, *(given[number] if number < len(given) else ("", "", ""))) for number in range(MOST)]
        filled = max((number + 1 for number, *parts in rows if any(parts)), default=0)
        shown = max(FIRST_MOMENTS, filled)
        context["widget"] |= {"first": rows[:shown], "more": rows[shown:]}
        return context

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """An empty row is no missing field."""
        return False

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The rows have labels of their own."""
        return ""


class MomentsField(forms.Field):
    """Moments to choose from, as options of a date poll."""

    widget = MomentsInput

    def clean(self, value: Any) -> list[Choice]:
        """Return the moments in order. Rows without a day are left out."""
        moments = {self._moment(row) for row in value or [] if any(row)}
        return [Choice(starts_at=start, ends_at=end) for start, end in sorted(moments)]

    def _moment(self, row: tuple[str, ...]) -> tuple[datetime, datetime]:
        try:
            day, start, end = parse_date(row[0]), parse_time(row[1]), parse_time(row[2] or row[1])
        except ValueError:
            day = start = end = None
        if not day or not start or not end or not 2000 <= day.year <= 2200:
            raise forms.ValidationError(_("Give each moment a day and an hour at which it begins."))
        zone = timezone.get_current_timezone()
        begins = datetime.combine(day, start.replace(tzinfo=None), tzinfo=zone)
        ends = datetime.combine(day, end.replace(tzinfo=None), tzinfo=zone)
        if ends < begins:
            raise forms.ValidationError(_("A moment ends after it begins."))
        return begins, ends


class KindFields(forms.Form):
    """What needs, offers and polls ask; the style sheet shows those of the chosen kind, `clean` looks at no others."""

    theme = forms.ModelChoiceField(
        Theme.objects.all(), label=capfirst(_("theme")), required=False, empty_label=_("No theme")
    )
    who = forms.CharField(
        label=_("For whom, or by whom"),
        max_length=160,
        required=False,
        help_text=Exchange._meta.get_field("who").help_text,
    )
    until = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day it is shown as over. It may stay empty."),
    )
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line, from 2 to 20."),
    )
    several = forms.BooleanField(label=_("Several answers allowed"), required=False)
    moments = MomentsField(label=_("Moments to choose from"), required=False)
    closes_at = forms.DateTimeField(
        label=_("Open until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("It may stay empty: you close the poll when you like."),
    )

    def clean_options(self) -> list[Choice]:
        """Return the lines as options, each once."""
        lines = dict.fromkeys(" ".join(line.split()) for line in str(self.cleaned_data["options"]).splitlines())
        return [Choice(text=line) for line in lines if line]

    def clean(self) -> dict[str, Any]:
        """Look at what the chosen kind asks, and forget errors of fields that it doesn't show."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        for name in KIND_FIELDS - SHOWN_BY.get(kind or "", set()):
            self.errors.pop(name, None)
        if kind == Topic.Kind.POLL:
            self._check_choices("options", longest=160)
        elif kind == Topic.Kind.DATE_POLL:
            self._check_choices("moments")
        closes = cleaned.get("closes_at")
        if kind in {Topic.Kind.POLL, Topic.Kind.DATE_POLL} and closes and closes <= timezone.now():
            self.add_error("closes_at", _("Choose a moment that is still to come."))
        return cleaned

    def particulars(self) -> Particulars | None:
        """Return what the topic starts with beside its words."""
        given = self.cleaned_data
        if given["kind"] in {Topic.Kind.NEED, Topic.Kind.OFFER}:
            return Exchanged(theme=given.get("theme"), who=given.get("who", ""), until=given.get("until"))
        if given["kind"] == Topic.Kind.POLL:
            return Polled(choices=given["options"], several=given.get("several", False), closes_at=given["closes_at"])
        if given["kind"] == Topic.Kind.DATE_POLL:
            return Polled(choices=given["moments"], closes_at=given["closes_at"])
        return None

    def _check_choices(self, name: str, *, longest: int = 0) -> None:
        if name in self.errors:
            return
        choices = self.cleaned_data.get(name) or []
        if not FEWEST <= len(choices) <= MOST:
            self.add_error(name, _("Give from 2 to 20 to choose from."))
        elif longest and any(len(choice.text) > longest for choice in choices):
            self.add_error(name, _("Keep each answer within 160 characters."))


SHOWN_BY: dict[str, set[str]] = {
    Topic.Kind.NEED: {"theme", "who", "until"},
    Topic.Kind.OFFER: {"theme", "who", "until"},
    Topic.Kind.POLL: {"options", "several", "closes_at"},
    Topic.Kind.DATE_POLL: {"moments", "closes_at"},
}
KIND_FIELDS = set().union(*SHOWN_BY.values())
_BESIDE = sorted((KIND_FIELDS | {"without_name", "wording", "own_wording"}) - {"moments"})


def typed_beside(sent: Any) -> dict[str, Any]:
    """Return what was typed in these fields, unchecked, to be kept with a draft and put back as initial values."""
    typed = {name: str(sent[name])[:4000] for name in _BESIDE if sent.get(name)}
    moments = [[part[:20] for part in row] for row in MomentsInput().value_from_datadict(sent, {}, "moments")]
    return typed | ({"moments": moments} if any(any(row) for row in moments) else {})
