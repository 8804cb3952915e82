"""The pages that hold the site together: home, plain pages, and sections that list one kind of content."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from home.blocks import BodyField
from home.models.reading import PublicPage


class HomePage(PublicPage, Page):
    """What a visitor meets first: what this network is, what is new, what comes, the last letter, the doors."""

    lead = models.TextField(
        _("what this network is"), blank=True, help_text=_("Two or three sentences for somebody who comes here first.")
    )
    body = BodyField(verbose_name=_("more about it"))

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is new, what comes, the last letter and the doors."""
        from home.reading import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self, request)}


class PlainPage(PublicPage, Page):
    """About, contact, join, privacy, accessibility: a page that is neither dated nor listed."""

    kind: ClassVar[str] = "page"

    lead = models.TextField(_("lead"), blank=True)
    body = BodyField(verbose_name=_("text"))

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.PlainPage"]
    subpage_types: ClassVar[list[str]] = ["home.PlainPage"]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add where the page lies and where its links lead."""
        from home.reading import body_context

        return {**super().get_context(request, *args, **kwargs), **body_context(self, request)}

    @property
    def key(self) -> str:
        """The name of this page across apps, the same in all languages."""
        return f"{self.kind}:{self.translation_key}"


class SectionPage(PublicPage, Page):
    """A part of the site that lists one kind of content, and holds it. The agenda lists events, by month."""

    class Lists(models.TextChoices):
        ARTICLE = "article", _("Articles")
        DOSSIER = "dossier", _("Dossiers")
        EVENT = "event", _("Events (agenda)")
        RESOURCE = "resource", _("Resources")
        BRIEF = "brief", _("Briefs")
        ALL = "all", _("All that is new")
        NOTHING = "nothing", _("Nothing: the pages below it")

    lists = models.CharField(_("what it lists"), max_length=10, choices=Lists, default=Lists.ARTICLE)
    lead = models.TextField(_("lead"), blank=True, help_text=_("One sentence: what the reader finds here."))

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionPage"]
    content_panels = [*Page.content_panels, FieldPanel("lists"), FieldPanel("lead")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list, as the reader's filters ask for it."""
        from home.reading import list_context

        return {**super().get_context(request, *args, **kwargs), **list_context(self, request)}

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        """Show events as an agenda, the rest as a list."""
        return "home/agenda_page.html" if self.lists == self.Lists.EVENT else "home/section_page.html"
