"""Short names that one row carries in every language: French and Dutch required, German and English optional."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(row: Any, field: str, language: str | None = None) -> str:
    """Return `row.<field>_<language>`, for the active language if none is given.

    An empty text falls back to the first of the site's languages that has one.
    """
    wanted = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    for code in (wanted, *(code for code, _name in settings.LANGUAGES)):
        text = getattr(row, f"{field}_{code}", "")
        if text:
            return str(text)
    return ""


class Named(models.Model):
    """A row with one identity in all languages, and a name in each."""

    name_fr = models.CharField(_("name in French"), max_length=120)
    name_nl = models.CharField(_("name in Dutch"), max_length=120)
    name_de = models.CharField(_("name in German"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self, "name")

    def name_in(self, language: str) -> str:
        """The name in a given language."""
        return in_language(self, "name", language)


class Slugged(models.Model):
    """Adds an address part per language."""

    slug_fr = models.SlugField(_("address part in French"), max_length=60, unique=True)
    slug_nl = models.SlugField(_("address part in Dutch"), max_length=60, unique=True)

    class Meta:
        abstract = True

    @property
    def slug(self) -> str:
        """The address part in the active language."""
        return in_language(self, "slug")
