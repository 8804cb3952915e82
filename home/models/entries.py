"""Dated entries: rows of their own, shown in every dossier whose themes they carry."""

from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home.blocks import PROSE, refuse_private_document
from home.dates import read_when, tell_when
from home.editing import SUBJECT_PANEL, EntryForm
from home.models.reading import ReadingQuerySet, TagLink, ThemeLink
from richtext import excerpt


class EntryQuerySet(ReadingQuerySet):
    """Entries; `EntryTheme` and `EntryTag` are set below, where they exist."""

    def with_children(self) -> Self:
        """Fetch what an entry shows: its language, themes, links and files, with two queries more."""
        return self.select_related("locale").prefetch_related(
            models.Prefetch("theme_links", EntryTheme.objects.select_related("theme").order_by("pk")),
            models.Prefetch("links", EntryLink.objects.select_related("document")),
        )


class Entry(DraftStateMixin, RevisionMixin, TranslatableMixin, ClusterableModel):
    """Something that happened or appeared, on a day, in a month, in a year or over a span."""

    kind: ClassVar[str] = "entry"

    when = models.CharField(
        _("date"),
        max_length=40,
        help_text=_("As precise as you know it: 24/11/2017, 11/2017, 2017, 8-18/03/2022 or 2019/2021."),
    )
    written = models.CharField(
        _("date, in your own words"),
        max_length=60,
        blank=True,
        help_text=_("Only if the date should read otherwise, for example “spring 2018”."),
    )
    first_day = models.DateField(editable=False)
    last_day = models.DateField(editable=False)
    title = models.CharField(
        _("title"),
        max_length=160,
        blank=True,
        help_text=_("For lists and the newsletter. Left empty: the first words."),
    )
    text = RichTextField(_("text"), features=PROSE, help_text=_("A few lines: what, by whom, what for."))
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="entry")

    objects = EntryQuerySet.as_manager()

    base_form_class = EntryForm
    override_translatable_fields = [SynchronizedField("when", overridable=False)]
    panels = [
        MultiFieldPanel([FieldRowPanel([FieldPanel("when"), FieldPanel("written")])], heading=_("When")),
        FieldPanel("text"),
        FieldPanel("title"),
        InlinePanel("links", heading=_("Links and files"), label=_("Link or file")),
        SUBJECT_PANEL,
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ("-first_day", "-pk")
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [models.Index(fields=("-first_day", "-id"), name="entry_by_day")]

    def __str__(self) -> str:
        return f"{self.date_shown} – {self.heading}"

    def clean(self) -> None:
        """Read the date."""
        super().clean()
        try:
            self._derive_days()
        except ValidationError as error:
            raise ValidationError({"when": error}) from None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the days for sorting derived from the date."""
        self._derive_days()
        super().save(*args, **kwargs)

    def _derive_days(self) -> None:
        when = read_when(self.when)
        self.when, self.first_day, self.last_day = when.edtf, when.first, when.last

    @property
    def heading(self) -> str:
        """The title, or the first words of the text."""
        return self.title or excerpt(self.text, 110)

    heading.fget.short_description = _("Title")  # type: ignore[attr-defined]  # the column's name in the CMS

    @property
    def date_shown(self) -> str:
        """The date as the reader meets it."""
        return self.written or tell_when(self.when)

    @property
    def key(self) -> str:
        """The name of this entry across apps, the same in all languages."""
        return f"{self.kind}:{self.translation_key}"

    @property
    def address(self) -> str:
        """Where the entry stands alone, in its own language."""
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        """The same, under the name that Django and Wagtail ask for."""
        with translation.override(self.locale.language_code):
            return reverse("entry", args=[self.pk])


class EntryTheme(ThemeLink):
    """One theme of one entry."""

    content = ParentalKey(Entry, on_delete=models.CASCADE, related_name="theme_links")

    def __str__(self) -> str:
        return f"{self.content} – {self.theme}"


class EntryTag(TagLink):
    """One tag of one entry."""

    content = ParentalKey(Entry, on_delete=models.CASCADE, related_name="tag_links")

    def __str__(self) -> str:
        return f"{self.content} – {self.tag}"


EntryQuerySet.versions = Entry
EntryQuerySet.theme_links = EntryTheme
EntryQuerySet.tag_links = EntryTag


class EntryLink(TranslatableMixin, Orderable):
    """A link or a file of an entry; its words are translated with it."""

    content = ParentalKey(Entry, on_delete=models.CASCADE, related_name="links")
    text = models.CharField(_("words of the link"), max_length=160, help_text=_("For example: “Report (PDF)”."))
    url = models.URLField(_("address"), blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("or file")
    )

    panels = [FieldPanel("text"), FieldPanel("url"), FieldPanel("document")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("link or file")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Ask for exactly one aim, that everybody may reach."""
        super().clean()
        if bool(self.url) == bool(self.document_id):
            raise ValidationError({"url": _("Give either an address or a file.")})
        try:
            refuse_private_document(self.document)
        except ValidationError as error:
            raise ValidationError({"document": error}) from None

    @property
    def address(self) -> str:
        """Where it leads."""
        return str(self.document.url) if self.document else str(self.url)
