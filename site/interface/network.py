"""Reads who runs the site, without ever writing (Wagtail's own `for_request` makes a missing row)."""

from django.http import HttpRequest
from wagtail.models import Site

from interface.models import NetworkSettings


def network_of(request: HttpRequest) -> NetworkSettings:
    """Return the settings of the request's site: one query per request."""
    kept: NetworkSettings | None = getattr(request, "_parvis_network", None)
    if kept is None:
        site = Site.find_for_request(request)
        kept = NetworkSettings.objects.filter(site=site).first() or NetworkSettings(site=site)
        request._parvis_network = kept  # type: ignore[attr-defined]  # lives as long as the request
    return kept


def network_of_mail() -> NetworkSettings:
    """Return the settings of the default site, for what is written outside any request (mails)."""
    return NetworkSettings.objects.filter(site__is_default_site=True).first() or NetworkSettings()
