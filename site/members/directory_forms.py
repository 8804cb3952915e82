"""What the directory can be narrowed by. A filter that makes no sense is left out; nobody is blamed for an old link."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from languages.folding import folded
from members.directory import colleagues, described, narrowed, organisations, towns
from members.models import Member, MemberQuerySet, Organisation
from themes.models import Theme


class Numbered(forms.TypedChoiceField):
    """Rows by their name in the reader's language, in its order; nonsense counts as no choice."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **options)

    def offer(self, rows: Any, *, empty: Any) -> None:
        """Offer these rows."""
        named = sorted(((row.pk, row.name) for row in rows), key=lambda choice: folded(choice[1]))
        self.choices = [("", empty), *named]


class DirectoryFilter(forms.Form):
    """Words of the name, then what a colleague is and does."""

    hide_optional = True

    words = forms.CharField(required=False, max_length=100, label=_("Name or organisation"))
    function = forms.CharField(required=False, max_length=100, label=_("Function"))
    town = forms.ChoiceField(required=False, label=_("Town"))
    organisation = Numbered(label=_("Organisation"))
    kind = forms.ChoiceField(
        required=False, label=_("Kind of organisation"), choices=[("", _("All kinds")), *Organisation.Kind.choices]
    )
    theme = Numbered(label=_("Theme"))
    language = forms.ChoiceField(
        required=False, label=_("Language read"), choices=[("", _("All languages")), *settings.LANGUAGES]
    )

    def __init__(self, query: Any, *, reader: Member) -> None:
        super().__init__(query)
        self.reader = reader
        self.fields["town"].choices = [("", _("All towns")), *((town, town) for town in towns(reader))]  # type: ignore[attr-defined]
        self.fields["organisation"].offer(organisations(reader), empty=_("All organisations"))  # type: ignore[attr-defined]
        self.fields["theme"].offer(Theme.objects.all(), empty=_("All themes"))  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def is_used(self) -> bool:
        """Whether anything is narrowed."""
        return any(self.cleaned_data.values())

    @property
    def number_of_filters(self) -> int:
        """How many filters narrow the list, beside the words."""
        return sum(bool(value) for name, value in self.cleaned_data.items() if name != "words")

    def people(self) -> MemberQuerySet:
        """Return the colleagues who meet what is chosen, by name."""
        chosen = self.cleaned_data
        found = narrowed(
            colleagues(self.reader),
            **{name: chosen.get(name) or "" for name in ("town", "kind", "language")},
            organisation=chosen.get("organisation"),
            theme=chosen.get("theme"),
        )
        found = described(found, words=chosen.get("words") or "", function=chosen.get("function") or "")
        return found.select_related("organisation").prefetch_related("themes").order_by("name", "pk")
