"""What some kinds of topics have beside their words: needs and offers, polls."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.topics import Topic
from themes.models import Theme


class Exchange(models.Model):
    """What is looked for or can be shared, until when, and what came of it."""

    class Outcome(models.TextChoices):
        FOUND = "found", _("Found")
        PARTLY = "partly", _("Found in part")
        NOTHING = "nothing", _("Nothing found")
        WITHDRAWN = "withdrawn", _("No longer needed")

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="exchange")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme"))
    who = models.CharField(
        _("for whom, or by whom"), max_length=160, blank=True, help_text=_("Like: prevention service, town of 30,000.")
    )
    until = models.DateField(_("until"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, blank=True)
    outcome_words = models.CharField(_("in a sentence"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.topic_id}"

    @property
    def outcome_label(self) -> str:
        """What came of it, in the active language; an offer is shared, not found."""
        if self.outcome and self.topic.kind == Topic.Kind.OFFER:
            return str(OUTCOMES_OF_OFFERS[self.Outcome(self.outcome)])
        return str(self.get_outcome_display())

    @property
    def is_expired(self) -> bool:
        """Whether its day is over and nobody has said what came of it."""
        return self.ended_at is None and self.until is not None and self.until < timezone.localdate()


OUTCOMES_OF_OFFERS = {
    Exchange.Outcome.FOUND: _("Shared"),
    Exchange.Outcome.PARTLY: _("Shared in part"),
    Exchange.Outcome.NOTHING: _("Nobody asked for it"),
    Exchange.Outcome.WITHDRAWN: _("No longer offered"),
}


class Poll(models.Model):
    """A question with options to choose from; of a date poll each option is a moment."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="poll")
    several = models.BooleanField(_("several answers allowed"), default=False)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.topic_id}"

    @property
    def is_open(self) -> bool:
        """Whether votes still count."""
        return self.closed_at is None and (self.closes_at is None or self.closes_at > timezone.now())


class Option(models.Model):
    """One answer of a poll: words, or a moment."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    is_chosen = models.BooleanField(default=False, help_text="the outcome")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("poll", "order"), name="option_order"),
            models.CheckConstraint(condition=~Q(text="") | Q(starts_at__isnull=False), name="option_says_something"),
        )

    def __str__(self) -> str:
        return self.text or f"{self.starts_at:%Y-%m-%d %H:%M}"


class Vote(models.Model):
    """A member's answer to one option: yes, or for dates also “if need be”."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        MAYBE = "maybe", _("If need be")

    option = models.ForeignKey(Option, models.CASCADE, related_name="votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes")
    answer = models.CharField(max_length=5, choices=Answer, default=Answer.YES)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("option", "member"), name="voted_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} → {self.option_id}"
