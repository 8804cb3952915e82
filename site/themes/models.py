"""The tree of themes, each with a hue, and the flat list of tags; one row for all languages."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.names import Named, Slugged

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Theme(Named, Slugged):
    """A subject. Its hue marks the room's door, the topics' edge, articles and rubrics of that theme."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("Leave empty for a main theme. Two levels are enough: “Radicalism” is part of “Polarisation”."),
    )
    hue = models.PositiveSmallIntegerField(
        _("hue"),
        validators=[MaxValueValidator(359)],
        help_text=_("An angle on the colour wheel, 0 to 359: 0 red, 120 green, 240 blue. Shades are derived from it."),
    )

    if TYPE_CHECKING:
        children: RelatedManager["Theme"]

    class Meta:
        ordering = ("name_fr",)
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def clean(self) -> None:
        """Refuse a loop, and a third level."""
        if self.parent is None:
            return
        if self.parent_id == self.pk or self.parent.parent_id is not None:
            raise ValidationError({"parent": _("Choose a main theme: a theme cannot be part of a part.")})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": _("This theme has parts of its own, so it must stay a main theme.")})

    @property
    def css_class(self) -> str:
        """The class that the generated stylesheet of hues defines for this theme."""
        return f"theme-{self.pk}"


class Tag(Named, Slugged):
    """A controlled keyword; rubrics fill themselves with content that carries it."""

    class Meta:
        ordering = ("name_fr",)
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
