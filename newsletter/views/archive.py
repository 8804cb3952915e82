"""The archive of all newsletters in one language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from interface.audiences import Audience, audience
from newsletter.reading import issues_for, latest_by_publication


@audience(Audience.PUBLIC)
@require_safe
def letter_archive(request: HttpRequest) -> HttpResponse:
    """Every newsletter that this reader may know of, each with its latest issues and the way to all of them."""
    language = (get_language() or "fr")[:2]
    shelves = latest_by_publication(issues_for(request.user, language=language), user=request.user, language=language)
    return render(request, "newsletter/archive.html", {"shelves": shelves})
