"""Error pages."""

from django.http import HttpRequest, HttpResponse


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return HttpResponse("not found", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return HttpResponse("forbidden", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return HttpResponse("error", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Expired form token."""
    return HttpResponse("expired", status=403)
