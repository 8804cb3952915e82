"""A touch of the site's colours in the CMS, through Wagtail's own tokens; and a menu in the reader's own language."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def cms_colours() -> SafeString:
    """Link the sheet that sets Wagtail's colour tokens."""
    return format_html('<link rel="stylesheet" href="{}">', static("interface/cms.css"))


@hooks.register("construct_help_menu")
def no_news_of_wagtail(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave out what is new in Wagtail: it concerns no editor, and speaks the language of whoever logged in first."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new")]


@hooks.register("construct_reports_menu")
def translations_in_words(request: HttpRequest, menu_items: list[Any]) -> None:
    """Name the report lazily: wagtail-localize names it once per process, for whoever logged in first."""
    address = reverse("wagtail_localize:translations_report")
    for item in menu_items:
        if item.url == address:
            item.label = gettext_lazy("Translations")
