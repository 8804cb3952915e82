"""The Wagtail pages of the newsletter: a publication's archive, and an issue's words and address, per language."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from newsletter.models.issues import Issue, Rendition
from newsletter.models.publications import Publication

EDITO_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class PublicationPage(Page):
    """A publication's own page in one language: what it is, its archive by year, and how to subscribe."""

    # Nullable because Wagtail's copy runs full_clean after leaving the field out.
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="pages", verbose_name=_("publication")
    )
    introduction = RichTextField(_("introduction"), features=EDITO_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("publication"), FieldPanel("introduction")]
    exclude_fields_in_copy = ["publication"]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("introduction"),
        SynchronizedField("publication", overridable=False),
    ]
    subpage_types = ["newsletter.IssuePage"]
    template = "newsletter/publication_page.html"

    class Meta:
        verbose_name = _("newsletter's page")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Offer it where pages stand, not in a section that lists content of one kind."""
        return bool(super().can_create_at(parent)) and getattr(parent, "lists", "nothing") == "nothing"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer as for an unknown address when the publication is not this reader's."""
        if not Publication.objects.visible_to(request.user).filter(pk=self.publication_id).exists():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the issues of a year (the newest one without ?year=), and the years that have some."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        out = Issue.objects.visible_to(getattr(request, "user", None)).filter(publication=self.publication)
        issues = IssuePage.objects.child_of(self).live().filter(issue__in=out).select_related("issue")
        years = [moment.year for moment in issues.datetimes("issue__started_at", "year", order="DESC")]
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isdigit() and int(asked) in years else next(iter(years), None)
        shown = issues.filter(issue__started_at__year=year).order_by("-issue__started_at") if year else issues.none()
        return context | {"years": years, "year": year, "issues": shown}

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """A group's newsletter is in no sitemap."""
        if self.publication is None or not self.publication.is_open:
            return []
        return list(super().get_sitemap_urls(request))


class IssuePage(Page):
    """An issue's words in one language, and its address in the archive once the mail has left."""

    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="pages", editable=False)
    subject = models.CharField(
        _("subject of the mail"),
        max_length=78,
        blank=True,
        help_text=_("At most 78 characters, no capitals for emphasis."),
    )
    preheader = models.CharField(
        _("preview line"),
        max_length=110,
        blank=True,
        help_text=_("What mail programs show after the subject: 40 to 110 characters that do not repeat it."),
    )
    edito = RichTextField(_("editorial"), features=EDITO_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("subject"), FieldPanel("preheader"), FieldPanel("edito")]
    exclude_fields_in_copy = ["issue"]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("subject"),
        TranslatableField("preheader"),
        TranslatableField("edito"),
        SynchronizedField("issue", overridable=False),
    ]
    parent_page_types = ["newsletter.PublicationPage"]
    subpage_types: list[str] = []
    # Made with its issue, never by hand; previews stand on the issue's own screen.
    is_creatable = False
    preview_modes: list[tuple[str, str]] = []
    template = "newsletter/issue_page.html"

    class Meta:
        verbose_name = _("issue's page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer as for an unknown address until the mail has left, and always to who may not read it."""
        if not Issue.objects.visible_to(request.user).filter(pk=self.issue_id).exists():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the frozen web page: exactly what was sent, whatever the sources say now."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        frozen = Rendition.objects.filter(issue=self.issue_id, format="web", language=self.locale.language_code)
        return context | {"rendition": frozen.first()}

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """Stay out of the sitemap until the mail has left, and for ever when it is a group's."""
        issue = self.issue
        if issue is None or issue.started_at is None or not issue.publication.is_open:
            return []
        return list(super().get_sitemap_urls(request))
