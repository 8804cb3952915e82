"""Articles, dossiers, resources and briefs. Events have a module of their own."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyField, refuse_private_document
from home.editing import PICTURE_PANEL, SUBJECT_PANEL
from home.models.content import ContentPage


class ArticlePage(ContentPage):
    """A text to read."""

    kind: ClassVar[str] = "article"

    template = "home/content_page.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class DossierPage(ContentPage):
    """A subject over the years: it shows every entry whose themes it carries, and the law at its end."""

    kind: ClassVar[str] = "dossier"

    legal_framework = BodyField(
        verbose_name=_("legal framework"), help_text=_("Laws, decrees and circulars. Stands last on the page.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        PICTURE_PANEL,
        FieldPanel("body", heading=_("Introduction")),
        SUBJECT_PANEL,
        FieldPanel("legal_framework"),
    ]
    template = "home/dossier_page.html"

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")


class ResourcePage(ContentPage):
    """A report, a tool, a guide: something to take along, as a file or at an address."""

    kind: ClassVar[str] = "resource"

    class Sort(models.TextChoices):
        REPORT = "report", _("Report")
        STUDY = "study", _("Study")
        GUIDE = "guide", _("Guide")
        TOOL = "tool", _("Tool")
        LAW = "law", _("Legal text")
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Podcast")
        OTHER = "other", _("Other")

    sort = models.CharField(_("kind of resource"), max_length=12, choices=Sort, default=Sort.REPORT)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    authors = models.CharField(
        _("authors"), max_length=250, blank=True, help_text=_("For example: “J. Peeters and M. Dubois, ULB”.")
    )
    document = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    link = models.URLField(_("or its address elsewhere"), blank=True)

    override_translatable_fields = [SynchronizedField("authors")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("sort"), FieldPanel("year"), FieldPanel("authors")], heading=_("What it is")),
        MultiFieldPanel([FieldPanel("document"), FieldPanel("link")], heading=_("Where it is")),
        PICTURE_PANEL,
        FieldPanel("body"),
        SUBJECT_PANEL,
    ]
    template = "home/resource_page.html"

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def clean(self) -> None:
        """Refuse a file that not everybody may read."""
        super().clean()
        try:
            refuse_private_document(self.document)
        except ValidationError as error:
            raise ValidationError({"document": error}) from None


class BriefPage(ContentPage):
    """A few lines that point to somebody else's page, perhaps until a given day."""

    kind: ClassVar[str] = "brief"

    link = models.URLField(_("address of the page"), help_text=_("The page of somebody else that this is about."))
    source = models.CharField(
        _("whose page it is"), max_length=120, blank=True, help_text=_("For example: “King Baudouin Foundation”.")
    )
    deadline = models.DateField(
        _("open until"),
        null=True,
        blank=True,
        help_text=_("For a call: the last day. Afterwards no newsletter proposes it."),
    )

    override_translatable_fields = [SynchronizedField("source")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("link"), FieldPanel("source"), FieldPanel("deadline")], heading=_("Where it leads")
        ),
        SUBJECT_PANEL,
        PICTURE_PANEL,
        FieldPanel("body"),
    ]
    template = "home/brief_page.html"

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")
