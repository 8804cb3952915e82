"""The entries of a dossier: each once, under the first of the dossier's themes that it carries, then by year."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from home.forms import DossierFilter
from home.models import Entry, EntryLink
from home.prose import Links, shown
from richtext import plain
from themes.models import Theme

# So many entries may stand open before the rest folds up by year, and so many years before the older ones fold up too.
OPEN = 12
YEARS = 8


@dataclass(frozen=True)
class EntryShown:
    """One entry as a dossier shows it."""

    entry: Entry
    text: SafeString
    language: str
    other_themes: list[Theme]
    links: list[EntryLink]


@dataclass
class Year:
    """The entries of one year."""

    year: int
    entries: list[EntryShown] = field(default_factory=list)
    is_open: bool = False


@dataclass
class Group:
    """The entries of one theme, newest year first."""

    theme: Theme
    years: list[Year]
    earlier: list[Year] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many entries."""
        return sum(len(year.entries) for year in (*self.years, *self.earlier))

    @property
    def first_year(self) -> int:
        """The oldest of the years that are folded up together."""
        return self.earlier[-1].year

    @property
    def last_year(self) -> int:
        """The newest of them."""
        return self.earlier[0].year

    @property
    def earlier_count(self) -> int:
        """How many of them stand folded up together."""
        return sum(len(year.entries) for year in self.earlier)


def dossier_context(chosen: list[Theme], request: Any, *, language: str) -> dict[str, Any]:
    """Return the entries of a dossier's themes by theme and year, as the reader's filters ask for them."""
    themes = with_parts(chosen)
    form = DossierFilter(request.GET, themes=themes)
    entries = entries_about(themes, user=getattr(request, "user", None), language=language)
    kept = [entry for entry in entries if _meets(entry, form.cleaned_data)]
    groups = _grouped(show(kept, themes=themes), themes=themes, entries_open=form.is_used or len(kept) <= OPEN)
    return {"entry_form": form, "groups": groups, "entry_count": len(kept), "entry_total": len(entries)}


def with_parts(chosen: list[Theme]) -> list[Theme]:
    """Return these themes in their order, each followed by those that are part of it."""
    parts: dict[int | None, list[Theme]] = defaultdict(list)
    for part in Theme.objects.filter(parent__in=chosen):
        parts[part.parent_id].append(part)
    ordered = [theme for main in chosen for theme in (main, *parts[main.pk])]
    return list({theme.pk: theme for theme in ordered}.values())


def entries_about(themes: Iterable[Theme], *, user: Any, language: str, limit: int | None = None) -> list[Entry]:
    """Return the entries of these themes, each in one language, newest first: three queries."""
    found = Entry.objects.visible_to(user).in_language(language).about([theme.pk for theme in themes])
    return list(found.with_children()[:limit])


def show(entries: list[Entry], *, themes: Iterable[Theme] = ()) -> list[EntryShown]:
    """Return the entries ready to be drawn; their links to pages and documents are resolved all together."""
    links = Links(*(entry.text for entry in entries))
    mine = {theme.pk for theme in themes}
    return [
        EntryShown(
            entry=entry,
            text=shown(entry.text, language=entry.locale.language_code, links=links),
            language=entry.locale.language_code,
            other_themes=[link.theme for link in entry.theme_links.all() if link.theme_id not in mine],
            links=list(entry.links.all()),
        )
        for entry in entries
    ]


def _meets(entry: Entry, wanted: dict[str, Any]) -> bool:
    theme, since, until = wanted.get("theme"), wanted.get("since"), wanted.get("until")
    return (
        (not theme or theme in {link.theme_id for link in entry.theme_links.all()})
        and (not since or entry.last_day.year >= since)
        and (not until or entry.first_day.year <= until)
        and all(word in _folded(f"{entry.title} {plain(entry.text)}") for word in _folded(wanted.get("words")).split())
    )


def _folded(text: str | None) -> str:
    """Return text without case and accents, as people type it."""
    letters = unicodedata.normalize("NFKD", (text or "").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _grouped(entries: list[EntryShown], *, themes: list[Theme], entries_open: bool) -> list[Group]:
    """Put each entry under the first theme that fits; unless all stay open, only the newest year of each does."""
    years: dict[int, dict[int, Year]] = {theme.pk: {} for theme in themes}
    for shown_entry in entries:
        carried = {link.theme_id for link in shown_entry.entry.theme_links.all()}
        home = next(theme.pk for theme in themes if theme.pk in carried)
        year = shown_entry.entry.last_day.year
        years[home].setdefault(year, Year(year)).entries.append(shown_entry)
    found = [(theme, sorted(years[theme.pk].values(), key=lambda year: -year.year)) for theme in themes]
    return [_folded_up(theme, its_years, entries_open=entries_open) for theme, its_years in found if its_years]


def _folded_up(theme: Theme, years: list[Year], *, entries_open: bool) -> Group:
    for number, year in enumerate(years):
        year.is_open = entries_open or number == 0
    if entries_open or len(years) <= YEARS + 1:
        return Group(theme, years)
    return Group(theme, years[:YEARS], years[YEARS:])
