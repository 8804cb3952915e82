"""Addresses beside the page tree: themes, entries alone, calendars, the sitemap."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.calendars import CONTENT_TYPE, calendar_of
from home.dossiers import entries_about, show
from home.forms import within
from home.listing import PER_PAGE, cards, for_cards, newest, of_kind, to_come
from home.models import Entry, EventPage
from home.sitemaps import sitemap_entries
from interface.audiences import Audience, audience
from interface.network import network_of
from themes.models import Theme

ENTRIES_OF_A_THEME = 20
EVENTS_OF_A_THEME = 6


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@audience(Audience.PUBLIC)
@require_safe
def show_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Gather everything public about a theme. The slug of the other language leads to this language's."""
    theme = _theme(slug)
    if theme.slug != slug:
        return redirect("theme", slug=theme.slug)
    language, themes = _language(), list(within(theme))
    pages = of_kind().visible_to(request.user).in_language(language).about(themes)
    texts = Paginator(for_cards(newest(pages.filter(eventpage=None))), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "theme": theme,
        "parts": [other for other in themes if other != theme],
        "listed": texts,
        "cards": cards(texts.object_list),
        "events": cards(for_cards(to_come(pages))[:EVENTS_OF_A_THEME]),
        "entries": show(
            entries_about(themes, user=request.user, language=language, limit=ENTRIES_OF_A_THEME), themes=themes
        ),
    }
    return render(request, "home/theme.html", context)


def _theme(slug: str) -> Theme:
    """Return the theme of a slug in this language, or else in another."""
    found = list(Theme.objects.select_related("parent").filter(Q(slug_fr=slug) | Q(slug_nl=slug)))
    if not found:
        raise Http404("no such theme")
    return next((theme for theme in found if theme.slug == slug), found[0])


@audience(Audience.PUBLIC)
@require_safe
def list_themes(request: HttpRequest) -> HttpResponse:
    """List the themes, each with its parts."""
    themes = list(Theme.objects.all())
    main = sorted((theme for theme in themes if theme.parent_id is None), key=lambda theme: theme.name.casefold())
    groups = [(theme, [part for part in themes if part.parent_id == theme.pk]) for theme in main]
    return render(request, "home/themes.html", {"groups": groups})


@audience(Audience.PUBLIC)
@require_safe
def show_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry in the reader's language if it exists there. Any version's number leads to it."""
    asked = get_object_or_404(Entry.objects.visible_to(request.user), pk=pk)
    versions = Entry.objects.visible_to(request.user).in_language(_language()).with_children()
    entry = versions.get(translation_key=asked.translation_key)
    if entry.pk != asked.pk:
        return redirect("entry", pk=entry.pk)
    dossiers = of_kind("dossier").visible_to(request.user).in_language(_language())
    themes = [link.theme for link in entry.theme_links.all()]
    wider = {*(theme.pk for theme in themes), *(theme.parent_id for theme in themes if theme.parent_id)}
    context = {
        "shown": show([entry])[0],
        "entry": entry,
        "themes": themes,
        "cards": cards(for_cards(dossiers.about(wider).order_by("title"))),
    }
    return render(request, "home/entry.html", context)


@audience(Audience.PUBLIC)
@require_safe
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one event to the reader's calendar program."""
    event = get_object_or_404(EventPage.objects.visible_to(request.user), pk=pk)
    return _calendar([event], name=event.title, file=f"{event.slug}.ics")


@audience(Audience.PUBLIC)
@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Give all events to come to a calendar program that asks again from time to time."""
    found = to_come(of_kind("event").visible_to(request.user).in_language(_language()))
    events = EventPage.objects.filter(pk__in=found.values("pk")).order_by("starts_at")
    name = _("Agenda of %(network)s") % {"network": network_of(request).name}
    return _calendar(list(events), name=name, file="agenda.ics")


def _calendar(events: list[EventPage], *, name: str, file: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(calendar_of(events, name=name), content_type=CONTENT_TYPE, headers=headers)


@audience(Audience.PUBLIC)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page for search engines."""
    return render(request, "home/sitemap.xml", {"entries": sitemap_entries()}, content_type="application/xml")
