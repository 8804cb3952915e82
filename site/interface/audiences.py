"""Who an address is for: every view declares it, and this middleware holds it to its word.

An address without a declared audience answers 404 to everybody: forgetting is safe.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse

from interface.errors import login_expired

_LANGUAGE = re.compile(r"^[a-z]{2}/")
View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """The five answers to "who is this address for?"."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"  # any account that may log in, a pending one included
    MEMBERS = "members"  # approved members and guests; which content they see is visible_to's answer
    CMS = "cms"  # people with access to the CMS, checked again by each of its screens
    MACHINE = "machine"  # called by programs: no session, no cookie


def audience(who: Audience) -> Callable[[View], View]:
    """Declare a view's audience."""

    def declare(view: View) -> View:
        @wraps(view)
        def declared(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        declared.audience = who  # type: ignore[attr-defined]  # functions take attributes
        return declared  # type: ignore[return-value]  # same signature

    return declare


def audience_of(match: ResolverMatch) -> Audience | None:
    """Return the declared audience of a resolved address, or None when nobody declared one.

    Packages' addresses have theirs in settings.URL_AUDIENCES, by the beginning of their route without its language.
    """
    declared = getattr(match.func, "audience", None)
    if declared:
        return Audience(declared)
    route = _LANGUAGE.sub("", match.route or "")
    for beginning, who in settings.URL_AUDIENCES.items():
        if route.startswith(beginning):
            return Audience(who)
    return None


class AudienceMiddleware:
    """Turns away who is not of the audience: the visitor to the login, the pending to the waiting page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "_parvis_not_public", False):
            response.headers.setdefault("Cache-Control", "private, no-cache")
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer in the view's place, or return None to let it answer."""
        match = request.resolver_match
        who = audience_of(match) if match else None
        if who is None:
            raise Http404("no audience declared")
        if who in {Audience.PUBLIC, Audience.MACHINE}:
            return None
        request._parvis_not_public = True  # type: ignore[attr-defined]  # lives as long as the request
        if not request.user.is_authenticated:
            if request.method == "POST" and settings.SESSION_COOKIE_NAME in request.COOKIES:
                return login_expired(request)  # logged out while writing: nothing typed may be lost
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if who is Audience.CMS and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if who is Audience.MEMBERS and not getattr(request.user, "is_approved", False):
            return redirect("waiting")
        return None
