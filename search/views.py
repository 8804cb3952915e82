"""The search page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interface.audiences import Audience, audience
from search import kinds
from search.errors import SearchError
from search.forms import SearchForm
from search.querying import PAGE, Count, Found, Hit, find
from themes.models import Theme


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that narrows the search, or widens it again."""

    title: str
    query: str
    is_current: bool
    count: Count | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A hit with what the page calls things."""

    hit: Hit
    kind: str
    themes: list[Theme]


@audience(Audience.PUBLIC)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the box, and what the words in it find for this reader."""
    form = SearchForm(request.GET)
    found = _found(form, request.user)
    context: dict[str, Any] = {"form": form, "found": found, "is_new": not form.typed}
    if found:
        context |= {"results": _results(found), "kinds": _kinds(form, found), "languages": _languages(form),
                    "page": Paginator(range(found.pages * PAGE), PAGE).page(found.page)}  # fmt: skip
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
    return response


def _found(form: SearchForm, user: Any) -> Found | None:
    """Return the answer; None when nothing was asked, or when the box says what is wrong."""
    if not form.words:
        return None
    theme, kind = form.chosen("theme"), form.chosen("kind")
    try:
        return find(
            form.words,
            user=user,
            kinds={kind} if kind else (),
            themes={theme.pk} if theme else (),
            language=form.chosen("language") or "",
            page=form.chosen("page") or 1,
        )
    except SearchError as error:
        form.add_error("q", str(error.message))
        return None


def _results(found: Found) -> list[Result]:
    themes = Theme.objects.in_bulk({theme for hit in found.hits for theme in hit.themes})
    return [
        Result(hit, kinds.name_of(hit.kind), [themes[theme] for theme in hit.themes if theme in themes])
        for hit in found.hits
    ]


def _kinds(form: SearchForm, found: Found) -> list[Choice]:
    chosen = form.chosen("kind")
    present = sorted(found.kinds, key=lambda kind: (kinds.ORDER.index(kind) if kind in kinds.ORDER else 99, kind))
    choices = [
        Choice(kinds.plural_of(kind), form.query(kind=kind), kind == chosen, found.kinds[kind]) for kind in present
    ]
    if chosen and chosen not in present:
        choices.append(Choice(kinds.plural_of(chosen), form.query(kind=chosen), is_current=True, count=Count(0)))
    return [Choice(_("Everything"), form.query(kind=""), not chosen), *choices]


def _languages(form: SearchForm) -> list[Choice]:
    chosen = form.chosen("language")
    every = Choice(_("All languages"), form.query(language=""), not chosen)
    return [
        every,
        *(Choice(name, form.query(language=code), code == chosen, language=code) for code, name in settings.LANGUAGES),
    ]
