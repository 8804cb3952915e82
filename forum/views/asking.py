"""What the forum's pages know of the request that they answer."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from members.models import Member


class MemberRequest(HttpRequest):
    """A request of somebody who may enter the members' side; the audience middleware has seen to it."""

    user: Member
    htmx: Any


def is_reading(request: HttpRequest) -> bool:
    """Whether a person looks at this page now: not a HEAD, and not a browser that fetches ahead."""
    ahead = {request.headers.get(name, "").lower() for name in ("Purpose", "Sec-Purpose", "X-Moz")}
    return request.method == "GET" and not any("prefetch" in value or "preview" in value for value in ahead)


def numbered(request: HttpRequest, rows: Any, *, size: int) -> "Page[Any]":
    """Return the page that was asked for; nonsense gives the first, too far gives the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def back(request: HttpRequest, *, otherwise: str) -> HttpResponse:
    """Return to where the button stood, if it says so and that is on this site."""
    there = request.POST.get("next", "")
    here = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return HttpResponseRedirect(there if here else otherwise)
