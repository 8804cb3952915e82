"""Sends the sheet of theme hues, and shows developers every component in them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from interface.audiences import Audience, audience
from themes.styleguide import examples
from themes.stylesheet import version_of, write

FOR_GOOD = "public, max-age=31536000, immutable"


@audience(Audience.PUBLIC)
def hues(request: HttpRequest, version: str) -> HttpResponse:
    """Send the present sheet; kept for good under its own version, for a short while under any other."""
    sheet = write()
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_GOOD if version == version_of(sheet) else "public, max-age=30"
    return response


@audience(Audience.CMS)
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component once, for those who build pages."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return render(request, "themes/styleguide.html", examples())
