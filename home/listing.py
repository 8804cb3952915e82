"""Lists of content: what stands in a list for one content, what a section lists, and how the reader narrows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Max, Min, Prefetch
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from home import pictures
from home.addresses import Addresses
from home.forms import SectionFilter
from home.models import (
    ArticlePage,
    BriefPage,
    ContentPage,
    DossierPage,
    EventPage,
    PageTheme,
    ResourcePage,
    SectionPage,
)
from home.models.content import ContentPageQuerySet
from home.prose import spaced
from languages.dates import date_format
from richtext import excerpt
from themes.models import Theme

KINDS: dict[str, type[ContentPage]] = {
    model.kind: model for model in (ArticlePage, DossierPage, EventPage, ResourcePage, BriefPage)
}
PER_PAGE = 20
# The column that a year in a filter means; what has none was published in that year.
_YEARS = {"event": "eventpage__starts_at", "resource": "resourcepage__year"}


@dataclass(frozen=True)
class Card:
    """One content as a list shows it."""

    page: ContentPage
    kind: str
    kind_name: str
    url: str
    language: str
    themes: list[Theme]
    picture: Any
    details: Any  # the row of the kind's own table: an event's hours, a brief's source…

    @property
    def title(self) -> str:
        """The title, with the spaces that its language wants."""
        return spaced(self.page.title, self.language)

    @property
    def lead(self) -> str:
        """The lead, in the same way."""
        return spaced(self.page.lead, self.language)

    @property
    def day(self) -> datetime | None:
        """When it first came out."""
        return self.page.first_published_at

    @property
    def picture_alt(self) -> str:
        """What the picture shows; nothing for decoration."""
        return "" if self.page.picture_decorative else self.page.picture_alt

    @property
    def label(self) -> str:
        """What it is: a resource says which kind."""
        return str(self.details.get_sort_display()) if self.kind == "resource" else self.kind_name

    @property
    def detail(self) -> str:
        """A word more: whose page a brief points to, how long it is open, a resource's year."""
        if self.kind == "resource":
            return _("published in %(year)s") % {"year": self.details.year} if self.details.year else ""
        if self.kind != "brief":
            return ""
        if self.details.deadline:
            return _("open until %(day)s") % {"day": date_format(self.details.deadline, "j F Y")}
        return str(self.details.source)


def of_kind(*kinds: str) -> ContentPageQuerySet:
    """Return pages of these kinds (all kinds if none is named)."""
    types = ContentType.objects.get_for_models(*(KINDS[kind] for kind in kinds or KINDS)).values()
    return ContentPage.objects.filter(content_type__in=[found.pk for found in types])


def cards(pages: ContentPageQuerySet | Iterable[ContentPage]) -> list[Card]:
    """Return a card for each page of `for_cards`: three queries, however many pages."""
    found = list(pages)
    addresses, kinds, drawn = Addresses(), kinds_by_type(), pictures.renditions_of(found, pictures.CARD)
    return [_card(page, kinds[page.content_type_id], addresses, drawn.get(page.picture_id)) for page in found]


def for_cards(pages: ContentPageQuerySet) -> ContentPageQuerySet:
    """Fetch with the pages what their cards show."""
    return (
        pages.select_related("locale", "eventpage", "briefpage", "resourcepage")
        .defer("body", "eventpage__programme", "eventpage__report")
        .prefetch_related(Prefetch("theme_links", PageTheme.objects.select_related("theme").order_by("pk")))
    )


def kinds_by_type() -> dict[int, str]:
    types = ContentType.objects.get_for_models(*KINDS.values())
    return {types[model].pk: kind for kind, model in KINDS.items()}


def _card(page: ContentPage, kind: str, addresses: Addresses, picture: Any) -> Card:
    return Card(
        page=page,
        kind=kind,
        kind_name=capfirst(KINDS[kind]._meta.verbose_name),
        url=addresses.of(page),
        language=page.locale.language_code,
        themes=[link.theme for link in page.theme_links.all()],
        picture=picture,
        details=getattr(page, f"{kind}page", page) if kind in {"event", "brief", "resource"} else page,
    )


def newest(pages: ContentPageQuerySet) -> ContentPageQuerySet:
    """Return the pages, those that came out last first."""
    return pages.order_by("-first_published_at", "-pk")


def to_come(pages: ContentPageQuerySet, *, since: date | None = None) -> ContentPageQuerySet:
    """Return the events that are not over on this day (today), the next first."""
    morning = datetime.combine(since or timezone.localdate(), datetime.min.time(), timezone.get_current_timezone())
    return _with_end(pages).filter(end__gte=morning).order_by("eventpage__starts_at", "pk")


def gone_by(pages: ContentPageQuerySet) -> ContentPageQuerySet:
    """Return the events that were over before today, the last first."""
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return _with_end(pages).filter(end__lt=morning).order_by("-eventpage__starts_at", "-pk")


def _with_end(pages: ContentPageQuerySet) -> ContentPageQuerySet:
    return pages.annotate(end=Coalesce("eventpage__ends_at", "eventpage__starts_at"))


@dataclass(frozen=True)
class Month:
    """The events of one month of the agenda."""

    first_day: date
    cards: list[Card]


def by_month(found: Iterable[Card]) -> list[Month]:
    """Group events, already in order, by the month in which they start."""

    def month(card: Card) -> date:
        return timezone.localdate(card.details.starts_at).replace(day=1)

    return [Month(first_day, list(group)) for first_day, group in groupby(found, key=month)]


def section_context(section: SectionPage, request: Any, *, language: str) -> dict[str, Any]:
    """Return the list of a section as the reader's filters ask for it."""
    if section.lists == SectionPage.Lists.NOTHING:
        return {"children": _children(section), "listed": None}
    kinds = [] if section.lists == SectionPage.Lists.ALL else [section.lists]
    pages = of_kind(*kinds).visible_to(getattr(request, "user", None)).in_language(language)
    column = _YEARS.get(section.lists, "first_published_at")
    form = SectionFilter(request.GET, years=_years(pages, column), agenda=section.lists == "event")
    pages = _ordered(form.narrow(pages, column=column), section.lists, past=form.past_chosen)
    listed: ListPage[Any] = Paginator(for_cards(pages), PER_PAGE).get_page(request.GET.get("page"))
    found = cards(listed.object_list)
    return {
        "form": form,
        "listed": listed,
        "cards": found,
        "months": by_month(found) if section.lists == "event" else [],
        "total": listed.paginator.count,
        "query": _query_without_page(request),
    }


def _ordered(pages: ContentPageQuerySet, lists: str, *, past: bool) -> ContentPageQuerySet:
    if lists == "event":
        return gone_by(pages) if past else to_come(pages)
    return pages.order_by("title", "pk") if lists == "dossier" else newest(pages)


def _query_without_page(request: Any) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return str(query.urlencode())


def _children(section: SectionPage) -> list[dict[str, str]]:
    addresses = Addresses()
    pages = section.get_children().live().order_by("path").specific()
    return [{"title": page.title, "url": addresses.of(page), "lead": introduction_of(page)} for page in pages]


def introduction_of(page: Any) -> str:
    """Return what a page of any kind says of itself, short: an introduction, a lead, or its description."""
    said = getattr(page, "introduction", "") or getattr(page, "lead", "")
    return excerpt(str(said), 160) or str(page.search_description)


def _years(pages: ContentPageQuerySet, column: str) -> list[int]:
    ends = pages.aggregate(first=Min(column), last=Max(column))
    if ends["first"] is None:
        return []
    first, last = (value if isinstance(value, int) else timezone.localdate(value).year for value in ends.values())
    return list(range(last, first - 1, -1))
