"""What articles, dossiers, events, resources and briefs have in common: one table for all of them."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from home.blocks import BodyField
from home.editing import PICTURE_PANEL, SUBJECT_PANEL, ContentForm
from home.models.reading import PageReadingQuerySet, PublicPage, TagLink, ThemeLink


class ContentPageQuerySet(PageReadingQuerySet, PageQuerySet):
    """Pages of content; `PageTheme` and `PageTag` are set below, where they exist."""


class ContentPage(PublicPage, Page):
    """Editorial content of any kind, with a lead, a text, a picture, themes and tags. Never made as such."""

    kind: ClassVar[str] = ""

    lead = models.TextField(
        _("lead"),
        help_text=_(
            "Two or three sentences that say what the reader gets. They also stand in lists and in the newsletter."
        ),
    )
    body = BodyField(verbose_name=_("text"))
    picture = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_(
            "For readers who do not see it. For example: “Two mediators at a table in front of the town hall”."
        ),
    )
    picture_decorative = models.BooleanField(
        _("the picture is decoration"), default=False, help_text=_("It tells nothing that the text does not say.")
    )

    objects = PageManager.from_queryset(ContentPageQuerySet)()

    is_creatable = False
    base_form_class = ContentForm
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    content_panels = [*Page.content_panels, FieldPanel("lead"), PICTURE_PANEL, FieldPanel("body"), SUBJECT_PANEL]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("content")
        verbose_name_plural = _("content")

    @property
    def key(self) -> str:
        """The name of this content across apps, the same in all languages."""
        return f"{self.cached_content_type.model_class().kind}:{self.translation_key}"

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Offer a section the kind that it lists, and no other."""
        lists = getattr(parent, "lists", "nothing")
        return bool(super().can_create_at(parent)) and lists in (cls.kind, "all", "nothing")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page shows beside its own words."""
        from home.reading import content_context

        return {**super().get_context(request, *args, **kwargs), **content_context(self, request)}


class PageTheme(ThemeLink):
    """One theme of one page."""

    content = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="theme_links")

    def __str__(self) -> str:
        return f"{self.content} – {self.theme}"


class PageTag(TagLink):
    """One tag of one page."""

    content = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="tag_links")

    def __str__(self) -> str:
        return f"{self.content} – {self.tag}"


ContentPageQuerySet.theme_links = PageTheme
ContentPageQuerySet.tag_links = PageTag
