"""Publications and their rubrics: a newsletter's identity, audience and look, and the rules that fill it."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from languages.names import Named, Slugged, in_language

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from newsletter.models.issues import Issue, IssueItem
    from newsletter.models.subscribers import Subscription


LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Which publications a reader may know of."""

    def open(self) -> "PublicationQuerySet":
        """Those that anybody may subscribe to."""
        return self.filter(active=True, group=None)

    def visible_to(self, user: Any) -> "PublicationQuerySet":
        """The open ones, and those of the groups that an approved member is in."""
        if not getattr(user, "is_approved", False):
            return self.filter(group=None)
        return self.filter(Q(group=None) | Q(group__in=user.group_memberships.values("group")))


def _site_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class Publication(Named, Slugged):  # type: ignore[django-manager-missing]  # Wagtail's managers have no types
    """One newsletter. Without a group it is open to everybody; with one it goes to that group's members alone."""

    class Mode(models.TextChoices):
        EDITED = "edited", _("Edited by people")
        AUTOMATIC = "automatic", _("Automatic")

    class LegalBasis(models.TextChoices):
        CONSENT = "consent", _("Consent of the subscriber")
        CONTRACT = "contract", _("Membership of the network")
        INTEREST = "interest", _("Legitimate interest")

    mode = models.CharField(_("mode"), max_length=9, choices=Mode, default=Mode.EDITED)
    active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("An inactive publication keeps its archive and takes no new subscribers."),
    )
    group = models.ForeignKey(
        "members.Group",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("only for the group"),
        help_text=_("Leave empty for a public newsletter. A group's newsletter has no public archive."),
    )
    legal_basis = models.CharField(
        _("legal basis"),
        max_length=8,
        choices=LegalBasis,
        default=LegalBasis.CONSENT,
        help_text=_("Why people may get it. A public newsletter always rests on consent."),
    )
    languages = models.JSONField(_("languages"), default=_site_languages)
    rhythm = models.JSONField(_("rhythm"), default=dict, blank=True)
    frequency_fr = models.CharField(_("how often, in French"), max_length=80, blank=True)
    frequency_nl = models.CharField(_("how often, in Dutch"), max_length=80, blank=True)
    about_fr = models.CharField(_("what it is, in French"), max_length=240, blank=True)
    about_nl = models.CharField(_("what it is, in Dutch"), max_length=240, blank=True)
    sender_name_fr = models.CharField(_("sender's name in French"), max_length=80, blank=True)
    sender_name_nl = models.CharField(_("sender's name in Dutch"), max_length=80, blank=True)
    sender_address = models.EmailField(
        _("sender's address"), blank=True, help_text=_("Empty: the address that the whole site sends from.")
    )
    reply_to = models.EmailField(_("answers go to"), blank=True, help_text=_("A mailbox that a person reads."))
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#1f3a5f",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write it like “#1f3a5f”."))],
        help_text=_("The colour of the header of the mail. White text must be readable on it."),
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("On a plain background: some mail programs invert colours at night."),
    )

    objects = PublicationQuerySet.as_manager()

    if TYPE_CHECKING:
        rubrics: RelatedManager["Rubric"]
        issues: RelatedManager["Issue"]
        subscriptions: RelatedManager["Subscription"]

    class Meta:
        ordering = ("pk",)
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def clean(self) -> None:
        """Hold the law: what anybody may subscribe to rests on consent."""
        if self.group_id is None and self.legal_basis != self.LegalBasis.CONSENT:
            raise ValidationError({"legal_basis": _("A public newsletter goes only to people who asked for it.")})

    @property
    def is_open(self) -> bool:
        """Whether its archive and its subscription are for everybody."""
        return self.group_id is None

    @property
    def audience(self) -> str:
        """The audience whose content it may carry: "public" or "members"."""
        return "public" if self.is_open else "members"

    @property
    def about(self) -> str:
        """What it is, in the active language."""
        return in_language(self, "about")

    @property
    def frequency(self) -> str:
        """How often it comes, in the active language."""
        return in_language(self, "frequency")


class Rubric(Named):
    """A section of a publication, with the rule that fills it. Names, order and rule are data."""

    class Layout(models.TextChoices):
        EDITO = "edito", _("Editorial: the words of the issue")
        FEATURE = "feature", _("Feature: large picture, title, lead")
        LIST = "list", _("List: small picture, title, lead")
        COMPACT = "compact", _("Compact: titles and one line")
        EVENTS = "events", _("Events: date, title, place")

    class OrderBy(models.TextChoices):
        NEWEST = "newest", _("Newest first")
        OLDEST = "oldest", _("Oldest first")
        SOONEST = "soonest", _("Soonest first")
        TITLE = "title", _("By title")

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="rubrics", verbose_name=_("publication"))
    order = models.PositiveSmallIntegerField(_("place in the letter"), default=1)
    layout = models.CharField(_("layout"), max_length=7, choices=Layout, default=Layout.LIST)
    hue = models.PositiveSmallIntegerField(
        _("hue"),
        default=210,
        validators=[MaxValueValidator(359)],
        help_text=_("An angle on the colour wheel, 0 to 359: 0 red, 120 green, 240 blue."),
    )
    any_tags = models.ManyToManyField(
        "themes.Tag", blank=True, related_name="+", verbose_name=_("with any of the tags")
    )
    all_tags = models.ManyToManyField(
        "themes.Tag", blank=True, related_name="+", verbose_name=_("with all of the tags")
    )
    no_tags = models.ManyToManyField(
        "themes.Tag", blank=True, related_name="+", verbose_name=_("with none of the tags")
    )
    themes = models.ManyToManyField(
        "themes.Theme", blank=True, related_name="+", verbose_name=_("of any of the themes")
    )
    kinds = models.JSONField(_("kinds of content"), default=list, blank=True)
    horizon_days = models.PositiveSmallIntegerField(
        _("looks back, in days"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("Content published in these days that the publication has not carried yet."),
    )
    ahead_days = models.PositiveSmallIntegerField(
        _("looks ahead, in days"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("Events that start within these days after the sending date."),
    )
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0, validators=[MaxValueValidator(40)])
    maximum = models.PositiveSmallIntegerField(
        _("at most"), default=5, validators=[MaxValueValidator(40)], help_text=_("How many items the rule chooses.")
    )
    order_by = models.CharField(_("order of items"), max_length=7, choices=OrderBy, default=OrderBy.NEWEST)
    hide_when_empty = models.BooleanField(_("leave out when empty"), default=True)

    if TYPE_CHECKING:
        items: RelatedManager["IssueItem"]

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")

    def clean(self) -> None:
        """Refuse a minimum above the maximum."""
        if self.minimum > self.maximum:
            raise ValidationError({"minimum": _("“At least” cannot be more than “at most”.")})

    @property
    def anchor(self) -> str:
        """Where the contents list jumps to, in mail and archive alike."""
        return f"rubric-{self.pk}"

    @property
    def hue_class(self) -> str:
        """The class of the nearest of the twelve hues that the archive's style sheet knows."""
        return f"hue-{round(self.hue / 30) % 12 * 30}"

    @property
    def holds_items(self) -> bool:
        """Whether content can stand in it (the editorial is words of the issue itself)."""
        return self.layout != self.Layout.EDITO
