"""What a reader narrows a list by. A filter that makes no sense is left out; nobody is blamed for an old link."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from themes.models import Tag, Theme


class NamedChoice(forms.ModelChoiceField[Any]):
    """A theme or a tag, by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Name it."""
        return str(obj.name)


class SectionFilter(forms.Form):
    """Theme, tag and year of a section's list; the agenda has its past instead of tags."""

    theme = NamedChoice(Theme.objects.all(), required=False, label=_("Theme"), empty_label=_("All themes"))
    tag = NamedChoice(Tag.objects.all(), required=False, label=_("Tag"), empty_label=_("All tags"))
    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Year"))
    past = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, query: Any, *, years: Iterable[int], agenda: bool) -> None:
        super().__init__(query)
        self.fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        if agenda:
            del self.fields["tag"]
        else:
            del self.fields["past"]
        self.is_valid()

    @property
    def past_chosen(self) -> bool:
        """Whether the reader asks for events that are over."""
        return bool(self.cleaned_data.get("past"))

    @property
    def is_used(self) -> bool:
        """Whether anything is narrowed."""
        return any(value for name, value in self.cleaned_data.items() if name != "past")

    def narrow(self, pages: Any, *, column: str) -> Any:
        """Return the pages that meet what is chosen."""
        chosen = self.cleaned_data
        if theme := chosen.get("theme"):
            pages = pages.about(within(theme))
        if tag := chosen.get("tag"):
            pages = pages.carrying([tag])
        if year := chosen.get("year"):
            pages = pages.filter(**{column if column.endswith("year") else f"{column}__year": year})
        return pages


def within(theme: Theme) -> QuerySet[Theme]:
    """Return a theme and those that are part of it."""
    return Theme.objects.filter(pk=theme.pk) | Theme.objects.filter(parent=theme)


class DossierFilter(forms.Form):
    """Theme, period and words of a dossier's entries."""

    theme = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Theme"))
    since = forms.IntegerField(required=False, min_value=1800, max_value=2200, label=_("From the year"))
    until = forms.IntegerField(required=False, min_value=1800, max_value=2200, label=_("To the year"))
    words = forms.CharField(required=False, max_length=100, label=_("Words in the text"))

    def __init__(self, query: Any, *, themes: Iterable[Theme]) -> None:
        super().__init__(query)
        choices = [("", _("All themes")), *((theme.pk, theme.name) for theme in themes)]
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def is_used(self) -> bool:
        """Whether anything is narrowed."""
        return any(self.cleaned_data.values())
