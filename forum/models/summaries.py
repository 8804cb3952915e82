"""Summaries: what the readers of a topic take away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forum.models.topics import Topic


class Summary(models.Model):
    """What a topic's readers take away: dated words in both languages, shown before the conversation."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="summary")
    text_fr = models.TextField(_("in French"), max_length=2000, blank=True)
    text_nl = models.TextField(_("in Dutch"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(text_fr="") | ~Q(text_nl=""), name="summary_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.topic_id}"

    @property
    def in_order(self) -> list[tuple[str, str, str]]:
        """Each language, its text and the other one's; the page's own language first."""
        texts = {"fr": self.text_fr, "nl": self.text_nl}
        first = "nl" if (get_language() or "fr").startswith("nl") else "fr"
        other = "fr" if first == "nl" else "nl"
        return [(first, texts[first], texts[other]), (other, texts[other], texts[first])]
