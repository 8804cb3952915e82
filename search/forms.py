"""What the search page's address asks for. Only the words can be wrong; other odd values are no choice at all."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from search.indexing import sources
from search.querying import MOST, PAGE
from themes.models import Theme

LONGEST = 300


class SearchForm(forms.Form):
    """One box, and the choices that narrow what it finds."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": _("That is too long for a search: keep the few words that matter.")},
    )
    kind = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
    theme = forms.ModelChoiceField(Theme.objects.all(), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST // PAGE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, kind) for source in sources() for kind in sorted(source.kinds)]  # type: ignore[attr-defined]  # a ChoiceField
        self.full_clean()

    @property
    def words(self) -> str:
        """What was typed, or nothing if it cannot be used."""
        return str(self.cleaned_data.get("q", ""))

    @property
    def typed(self) -> str:
        """What stands in the box: never lost, however wrong."""
        return str(self["q"].value() or "")[: 2 * LONGEST]

    def chosen(self, name: str) -> Any:
        """Return a choice, or None."""
        return self.cleaned_data.get(name) or None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the words was chosen."""
        return any(self.chosen(name) for name in ("kind", "language", "theme"))

    def query(self, **changes: str) -> str:
        """Return this search as a query string with these values changed, and from the first page on."""
        theme = self.chosen("theme")
        kept = {"kind": self.chosen("kind"), "language": self.chosen("language"), "theme": theme.pk if theme else None}
        return urlencode({"q": self.words, **{name: value for name, value in (kept | changes).items() if value}})

    @property
    def query_of_words(self) -> str:
        """The words alone."""
        return self.query(kind="", language="", theme="")

    @property
    def query_of_all_themes(self) -> str:
        """The same search in every theme."""
        return self.query(theme="")
