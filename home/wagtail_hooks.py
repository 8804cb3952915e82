"""What home adds to the CMS: lists of content by kind, entries, and the editor's day on the first screen."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home.dashboard import AgendaToCome, LackingVersions
from home.viewsets import ContentViewSets, EntryViewSet

register_snippet(EntryViewSet)


@hooks.register("register_admin_viewset")
def content_viewsets() -> ContentViewSets:
    """Content by kind, under one entry of the menu."""
    return ContentViewSets()


@hooks.register("construct_homepage_panels")
def editors_day(request: HttpRequest, panels: list[Any]) -> None:
    """What still lacks a version, and the agenda to come."""
    panels += [LackingVersions(), AgendaToCome()]
