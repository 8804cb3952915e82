"""Events: when, where, in which languages, with what programme, and what came of it."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from home.blocks import BodyField, ProgrammeField
from home.editing import PICTURE_PANEL, SUBJECT_PANEL, EventForm
from home.models.content import ContentPage


class EventPage(ContentPage):
    """A workshop, a training, a conference. The place may stay open at first; the report comes later."""

    kind: ClassVar[str] = "event"

    class Venue(models.TextChoices):
        PLACE = "place", _("In a place")
        ONLINE = "online", _("Online")
        BOTH = "both", _("In a place and online")
        UNDECIDED = "undecided", _("Not decided yet")

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    venue = models.CharField(_("where"), max_length=10, choices=Venue, default=Venue.UNDECIDED)
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("For example: “House of associations”.")
    )
    address = models.CharField(
        _("address"), max_length=200, blank=True, help_text=_("For example: “Rue Verte 216, 1030 Brussels”.")
    )
    online_url = models.URLField(_("address of the video-conference"), blank=True)
    session_languages = models.JSONField(_("languages of the session"), default=list, blank=True)
    programme = ProgrammeField(verbose_name=_("programme"))
    speakers = models.TextField(_("speakers"), blank=True, help_text=_("One per line: name, then function."))
    partners = models.TextField(_("partners"), blank=True, help_text=_("One per line."))
    registration_email = models.EmailField(_("registration by mail to"), blank=True)
    registration_url = models.URLField(_("or on this page"), blank=True)
    registration_until = models.DateField(_("registration until"), null=True, blank=True)
    price = models.CharField(_("price"), max_length=200, blank=True, help_text=_("For example: “Free for members”."))
    remarks = models.TextField(_("remarks"), blank=True)
    report = BodyField(verbose_name=_("report"), help_text=_("Afterwards: what came of it, slides, recordings."))

    base_form_class = EventForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]), FieldPanel("session_languages")],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldPanel("venue"), FieldPanel("place"), FieldPanel("address"), FieldPanel("online_url")],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("registration_url"),
                FieldPanel("registration_email"),
                FieldPanel("registration_until"),
                FieldPanel("price"),
            ],
            heading=_("Registration"),
        ),
        FieldPanel("body"),
        FieldPanel("programme"),
        MultiFieldPanel(
            [FieldPanel("speakers"), FieldPanel("partners"), FieldPanel("remarks")], heading=_("Who, and remarks")
        ),
        SUBJECT_PANEL,
        PICTURE_PANEL,
        FieldPanel("report"),
    ]
    template = "home/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=("starts_at",), name="event_starts")]

    def clean(self) -> None:
        """Refuse an end before the start, and a place without its name."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The event ends before it starts.")})
        if self.venue in {self.Venue.PLACE, self.Venue.BOTH} and not self.place:
            raise ValidationError({"place": _("Name the place, or choose “Not decided yet”.")})
