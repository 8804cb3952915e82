"""How editors find content in the CMS: one list per kind, narrowed by theme, tag and missing language; and entries."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, LocaleColumn
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import ArticlePage, BriefPage, DossierPage, Entry, EventPage, ResourcePage
from themes.models import Tag, Theme


class SubjectFilters(WagtailFilterSet):
    """Theme, tag, and the language that is still missing."""

    theme = ModelChoiceFilter(queryset=Theme.objects.all(), method="about", label=_("Theme"))
    tag = ModelChoiceFilter(queryset=Tag.objects.all(), method="carrying", label=_("Tag"))
    lacking = ChoiceFilter(choices=settings.LANGUAGES, method="lack", label=_("Not yet live in"))

    def about(self, found: Any, _name: str, theme: Theme) -> Any:
        """Keep what is about a theme."""
        return found.filter(pk__in=self._meta.model.objects.about([theme]).values("pk"))

    def carrying(self, found: Any, _name: str, tag: Tag) -> Any:
        """Keep what carries a tag."""
        return found.filter(pk__in=self._meta.model.objects.carrying([tag]).values("pk"))

    def lack(self, found: Any, _name: str, language: str) -> Any:
        """Keep what is live, but not in this language."""
        return found.filter(pk__in=self._meta.model.objects.lacking(language).values("pk"))


def _filters(kind: type[Any], *, base: type[Any]) -> type[Any]:
    meta = type("Meta", (), {"model": kind, "fields": []})
    return type(f"{kind.__name__}Filters", (SubjectFilters, base), {"Meta": meta})


class KindViewSet(PageListingViewSet):
    """All pages of one kind, wherever they stand in the tree."""

    columns = [*PageListingViewSet.columns, LocaleColumn(label=_("Language"))]


class ArticleViewSet(KindViewSet):
    """Articles."""

    model = ArticlePage
    icon = "doc-full-inverse"
    menu_label = _("Articles")
    filterset_class = _filters(ArticlePage, base=PageFilterSet)


class DossierViewSet(KindViewSet):
    """Dossiers."""

    model = DossierPage
    icon = "folder-open-inverse"
    menu_label = _("Dossiers")
    filterset_class = _filters(DossierPage, base=PageFilterSet)


class EventViewSet(KindViewSet):
    """Events, with the day on which they start."""

    model = EventPage
    icon = "calendar"
    menu_label = _("Events")
    columns = [*KindViewSet.columns, DateColumn("starts_at", label=_("Starts"), sort_key="starts_at")]
    filterset_class = _filters(EventPage, base=PageFilterSet)


class ResourceViewSet(KindViewSet):
    """Resources."""

    model = ResourcePage
    icon = "download"
    menu_label = _("Resources")
    filterset_class = _filters(ResourcePage, base=PageFilterSet)


class BriefViewSet(KindViewSet):
    """Briefs."""

    model = BriefPage
    icon = "link"
    menu_label = _("Briefs")
    filterset_class = _filters(BriefPage, base=PageFilterSet)


class ContentViewSets(ViewSetGroup):
    """The kinds of pages, under one entry of the menu."""

    menu_label = _("Content")
    menu_icon = "doc-full"
    menu_order = 110
    items = (
        ArticleViewSet("articles"),
        DossierViewSet("dossiers"),
        EventViewSet("events"),
        ResourceViewSet("resources"),
        BriefViewSet("briefs"),
    )


class EntryViewSet(SnippetViewSet):
    """Dated entries, newest first."""

    model = Entry
    icon = "date"
    menu_label = _("Entries")
    menu_name = "entries"
    menu_order = 120
    add_to_admin_menu = True
    list_display = [
        "heading",
        Column("date_shown", label=_("Date"), sort_key="first_day"),
        LocaleColumn(label=_("Language")),
    ]
    search_fields = ["title", "text"]
    ordering = ["-first_day"]
    list_per_page = 50
    filterset_class = _filters(Entry, base=WagtailFilterSet)
