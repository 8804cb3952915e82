"""Error pages: what happened, why, and what to do; and an expired form keeps what was typed into it."""

import logging
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from interface import bundles
from interface.appearance import appearance_of
from interface.kept_text import kept_from

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same for what does not exist and for what this reader may not see."""
    return render(request, "interface/errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: known to exist, not for this reader."""
    return render(request, "interface/errors/403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a page that asks nothing of the database, the session or the request."""
    page = {
        "language": get_language() or "fr",
        "styles_url": bundles.url("css"),
        "appearance": appearance_of(request),
    }
    return HttpResponse(render_to_string("interface/errors/500.html", page), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show again what was typed into a form whose token has expired, with a fresh token and a button to send it.

    The button is only offered when the browser says that the form was ours: a form posted from elsewhere
    must not become an accomplice of the one who made it.
    """
    logger.info("refused a form at %s: %s", request.path, reason)
    page = {"kept": kept_from(request), "may_resend": _is_ours(request), "files": bool(request.FILES)}
    return render(request, "interface/errors/expired.html", page, status=403)


def login_expired(request: HttpRequest) -> HttpResponse:
    """Show again what was typed by someone whose session ended meanwhile: log in beside, then send."""
    page = {"kept": kept_from(request), "may_resend": True, "files": bool(request.FILES), "login_first": True}
    return render(request, "interface/errors/expired.html", page, status=403)


def _is_ours(request: HttpRequest) -> bool:
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from:
        return fetched_from == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()
