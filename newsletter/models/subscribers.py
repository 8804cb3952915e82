"""Addresses without an account, what each receives, and the append-only record of what each agreed to."""

import secrets
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter.models.publications import LANGUAGES, Publication

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


def new_token() -> str:
    """Return what nobody can guess: 192 random bits, safe in an address. It lasts for ever."""
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """An address. Two spellings of one address (capitals, an internationalised domain) are one subscriber."""

    address = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    # Empty once erased: the row stays so that old links still answer.
    address_normal = models.CharField(max_length=254, unique=True, null=True, blank=True)
    address_key = models.CharField(
        max_length=64, db_index=True, blank=True, help_text="keyed hash, as the outbox makes it"
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    text_only = models.BooleanField(_("plain text only"), default=False)
    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="subscriber"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        subscriptions: RelatedManager["Subscription"]
        consents: RelatedManager["ConsentEvent"]

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        return self.address or f"#{self.pk}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Who should get a mail now."""

    def receiving(self) -> "SubscriptionQuerySet":
        """Confirmed, not ended, not in a pause, of an address that was not erased."""
        running = models.Q(paused_until__isnull=True) | models.Q(paused_until__lte=timezone.now())
        return self.filter(running, state=Subscription.State.CONFIRMED, subscriber__erased_at__isnull=True)


class Subscription(models.Model):
    """One publication for one subscriber. It is never deleted: the links of the oldest mail must answer."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        ENDED = "ended", _("Unsubscribed")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="subscriptions")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ASKED)
    rubrics = models.JSONField(default=list, blank=True, help_text="rubrics that the reader leaves out")
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subscriber", "publication"), name="subscription_once"),)
        indexes = (models.Index(fields=("publication", "state"), name="subscription_audience"),)
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.subscriber} – {self.publication}"

    @property
    def is_paused(self) -> bool:
        """Whether the reader asked for quiet until later."""
        return self.paused_until is not None and self.paused_until > timezone.now()


class ConsentQuerySet(models.QuerySet["ConsentEvent"]):
    """Reads only, and additions."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what was agreed to is not rewritten."""
        raise TypeError("Consent events are append-only.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("Consent events are append-only.")


class ConsentEvent(models.Model):
    """Who agreed to what, when, in which words, and where; written once. It outlives the subscriber's erasure."""

    class What(models.TextChoices):
        ASKED = "asked", _("Asked for it")
        CONFIRMED = "confirmed", _("Confirmed by the link")
        CHANGED = "changed", _("Changed the preferences")
        ENDED = "ended", _("Unsubscribed")
        ENROLLED = "enrolled", _("Enrolled on a legal basis")

    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="consents")
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="+")
    what = models.CharField(_("what"), max_length=9, choices=What)
    wording = models.TextField(_("in these words"))
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=2)
    source = models.CharField(_("where"), max_length=40, help_text="form, preferences, one-click, import…")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.what}"

    def save(self, **kwargs: Any) -> None:
        """Write once."""
        if self.pk is not None:
            raise TypeError("Consent events are append-only.")
        super().save(**kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("Consent events are append-only.")
