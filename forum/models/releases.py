"""Releases: the words about a topic that may leave its room. Nothing else of a topic ever does."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.rooms import is_full_member
from forum.models.topics import Topic
from languages.names import in_language
from themes.models import Tag


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Which releases stand, and who may read them."""

    def standing(self) -> Self:
        """Keep what has not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: Any) -> Self:
        """Keep standing releases: public ones for all, the others for approved members and the topic's own readers."""
        readable = Q(audience=Release.Audience.PUBLIC)
        if is_full_member(user):
            readable |= Q(audience=Release.Audience.MEMBERS)
        elif getattr(user, "is_approved", False):
            readable |= Q(topic__in=Topic.objects.visible_to(user).values("pk"))
        return self.standing().filter(readable)


class Release(models.Model):
    """A short text about a topic for outside: who released which words, when, and for whom. Its words never change."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("For everybody")
        MEMBERS = "members", _("For members")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="releases")
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    text_fr = models.TextField(_("text in French"), max_length=2000, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=160, blank=True)
    text_nl = models.TextField(_("text in Dutch"), max_length=2000, blank=True)
    audience = models.CharField(_("audience"), max_length=7, choices=Audience)
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="releases", verbose_name=_("released by")
    )
    at = models.DateTimeField(_("released"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ReleaseQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = (
            models.UniqueConstraint(fields=("topic",), condition=Q(withdrawn_at=None), name="one_standing_release"),
            models.CheckConstraint(
                condition=(~Q(title_fr="") & ~Q(text_fr="")) | (~Q(title_nl="") & ~Q(text_nl="")),
                name="release_says_something",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that shows the released words and nothing else."""
        return reverse("release", args=[self.pk])

    @property
    def title(self) -> str:
        """The title in the active language, or the one that exists."""
        return in_language(self, "title")

    @property
    def languages(self) -> list[str]:
        """The languages that it is written in."""
        return [code for code, _name in settings.LANGUAGES if getattr(self, f"text_{code}", "")]
