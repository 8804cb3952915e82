"""The interface's own addresses: bundles, appearance, robots, manifest, icon."""

from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from interface import bundles
from interface.appearance import APPEARANCE_COOKIE, APPEARANCES
from interface.audiences import Audience, audience
from interface.network import network_of

FOR_GOOD = "public, max-age=31536000, immutable"
A_YEAR = 31_536_000


@audience(Audience.PUBLIC)
def bundle(request: HttpRequest, version: str, kind: str) -> HttpResponse:
    """Send the joined style sheet or script; an older version's address gets the present one, for a short while."""
    found = bundles.bundle(kind)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.content, content_type=bundles.CONTENT_TYPES[kind])
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = FOR_GOOD if version == found.version else "public, max-age=60"
    return response


class AppearanceForm(forms.Form):
    """Light, dark, or as the device says."""

    appearance = forms.ChoiceField(
        label=_("How should the pages look?"),
        choices=[("", _("As my device says")), ("light", _("Light")), ("dark", _("Dark"))],
        required=False,
        widget=forms.RadioSelect,
    )
    hide_optional = True


@audience(Audience.PUBLIC)
def appearance(request: HttpRequest) -> HttpResponse:
    """Choose light or dark, kept in a cookie of this browser."""
    back = _safe_next(request)
    if request.method != "POST":
        form = AppearanceForm(initial={"appearance": request.COOKIES.get(APPEARANCE_COOKIE, "")})
        return render(request, "interface/appearance.html", {"form": form, "next": back})
    form = AppearanceForm(request.POST)
    if not form.is_valid():
        return render(request, "interface/appearance.html", {"form": form, "next": back}, status=422)
    response = redirect(back or "appearance")
    _keep(response, form.cleaned_data["appearance"])
    return response


def _keep(response: HttpResponseBase, chosen: str) -> None:
    if chosen not in APPEARANCES:
        response.delete_cookie(APPEARANCE_COOKIE, samesite="Lax")
        return
    response.set_cookie(APPEARANCE_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE)


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else ""


@audience(Audience.PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Say to search engines what is not theirs; what they may read is in the site map."""
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        *(f"Disallow: /{code}/accounts/" for code, _name in settings.LANGUAGES),
    ]
    with suppress(NoReverseMatch):
        lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@audience(Audience.PUBLIC)
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the site to a phone that keeps it on its first screen."""
    name = network_of(request).name
    described: dict[str, Any] = {
        "name": name,
        "short_name": name[:12].strip(),
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#f6f3ed",
        "theme_color": "#1b2540",
        "icons": [
            {"src": static("interface/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("interface/mark-192.png"), "sizes": "192x192", "type": "image/png"},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@audience(Audience.PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead the browsers that ask for /favicon.ico, page or not, to the mark."""
    return redirect(static("interface/mark.svg"), permanent=False)
