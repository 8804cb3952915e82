"""The editor's day on the CMS's first screen: what still lacks a version, and the agenda to come."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.admin.ui.components import Component

from home.listing import newest, of_kind, to_come

ROWS = 8


class LackingVersions(Component):
    """What is live in one language and not in another, newest first."""

    name = "lacking_versions"
    template_name = "home/cms/lacking_versions.html"
    order = 210

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return, per language, how much is missing and the newest of it."""
        user = parent_context["request"].user
        translate = user.has_perm("wagtail_localize.submit_translation")
        languages = [_lacking(code, name, translate=translate) for code, name in settings.LANGUAGES]
        return {"languages": [language for language in languages if language["total"]]}


def _lacking(code: str, name: str, *, translate: bool) -> dict[str, Any]:
    pages = newest(of_kind().visible_to(None).lacking(code)).defer("body").select_related("locale")
    total = pages.count()
    view = "wagtail_localize:submit_page_translation" if translate else "wagtailadmin_pages:edit"
    rows = [{"page": page, "url": reverse(view, args=[page.pk])} for page in (pages[:ROWS] if total else ())]
    return {"code": code, "name": name, "total": total, "rows": rows, "translate": translate}


class AgendaToCome(Component):
    """The next events, with what they still lack."""

    name = "agenda_to_come"
    template_name = "home/cms/agenda_to_come.html"
    order = 220

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the next events."""
        events = to_come(of_kind("event").visible_to(None)).select_related("eventpage", "locale").defer("body")
        return {"events": [{"page": page, "event": page.eventpage} for page in events[:ROWS]]}
