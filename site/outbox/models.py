"""Messages, dispatches and deliveries: what leaves, to whom, and what became of it."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


REASONS = {
    "suppressed": _("this address gets no mail of this kind"),
    "unsubscribed": _("unsubscribed meanwhile"),
    "erased": _("the person was erased"),
    "withdrawn": _("what it told of was withdrawn or is done"),
    "seen": _("the person had seen it meanwhile"),
    "outdated": _("its content changed meanwhile: it is written anew"),
    "unreadable": _("the person may not read it any more"),
    "inactive": _("the person is no active member any more"),
    "paused": _("the subscription is paused"),
    "cancelled": _("the dispatch was cancelled"),
    "refused": _("refused by the mail server"),
    "too late": _("not accepted for two days"),
    "unwritable": _("the mail could not be put together"),
    "interrupted": _("the worker stopped while the mail was leaving"),
    "line broke": _("the connection broke while the mail was leaving"),
}


class Message(models.Model):
    """The words of a mail, made once per variant and never changed, but for one thing: account mails are erased.

    Personal parts are tokens: opaque ASCII marks `@@name@@` in html, text and header values, named in `tokens`,
    replaced by the delivery's own values when it leaves. Of an erased message only the hash stays, as proof of
    what its words were.
    """

    sender = models.CharField(max_length=320, help_text="the From header, in the words' language: Name <address>")
    subject = models.CharField(max_length=200)
    html = models.TextField(blank=True)
    text = models.TextField()
    headers = models.JSONField(default=dict, help_text="further headers, values may hold tokens")
    segments = models.JSONField(default=list, help_text="names of the parts that a reader may have left out")
    tokens = models.JSONField(default=list)
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.subject


class Dispatch(models.Model):
    """A sending: one issue, one digest run, one account mail. Its key makes it happen once."""

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("Account mail")
        TEST = "test", _("Test mail")
        NOTICE = "notice", _("Notice")
        DIGEST = "digest", _("Digest")
        ISSUE = "issue", _("Newsletter issue")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PAUSED = "paused", _("Paused")
        CANCELLED = "cancelled", _("Cancelled")
        DONE = "done", _("Done")

    # Lower leaves first.
    PRIORITIES: ClassVar[dict[str, int]] = {
        Kind.ACCOUNT: 0,
        Kind.TEST: 10,
        Kind.NOTICE: 20,
        Kind.DIGEST: 30,
        Kind.ISSUE: 40,
    }

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=120, unique=True)
    reply_to = models.CharField(max_length=320, blank=True)
    scope = models.CharField(max_length=60, blank=True, help_text="what a suppression may name: publication:2")
    priority = models.PositiveSmallIntegerField(default=40)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        deliveries: RelatedManager["Delivery"]

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        permissions = (("manage_dispatch", _("Can see outgoing mail, and pause, resume or cancel it")),)
        indexes = (models.Index(fields=("state", "priority", "id"), name="dispatch_turn"),)

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """One mail of a dispatch to one address.

    pending > leased > sending > sent | failed | unknown | skipped. A delivery found in *sending* after a crash
    becomes *unknown*: nobody can say whether it left, so only a person may decide to send it again.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        LEASED = "leased", _("Taken by a worker")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Unknown")
        SKIPPED = "skipped", _("Skipped")

    LIVE: ClassVar[tuple[State, ...]] = (State.PENDING, State.LEASED, State.SENDING)
    FINAL: ClassVar[tuple[State, ...]] = (State.SENT, State.FAILED, State.UNKNOWN, State.SKIPPED)

    # Two longer indexes below begin with the dispatch.
    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="deliveries", db_index=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    address = models.EmailField(max_length=254)
    address_key = models.CharField(max_length=64, help_text="keyed hash of the normalised address")
    recipient_key = models.CharField(max_length=60, blank=True, help_text="who it is for its owner: subscriber:77")
    language = models.CharField(max_length=2)
    tokens = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=40, blank=True, help_text="why it was skipped or failed, in one word")
    owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    mail_id = models.CharField(max_length=200, unique=True, help_text="the Message-ID, the same at every try")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dispatch", "address_key"), name="one_delivery_per_address"),
            models.CheckConstraint(
                condition=Q(state__in=["leased", "sending"], lease_until__isnull=False)
                | (~Q(state__in=["leased", "sending"]) & Q(lease_until__isnull=True)),
                name="a_lease_while_taken",
            ),
        )
        # No partial indexes: SQLite does not see through a bound parameter that one would apply.
        indexes = (
            models.Index(fields=("dispatch", "state", "id"), name="delivery_progress"),
            models.Index(fields=("state", "lease_until"), name="delivery_leases"),
            models.Index(fields=("recipient_key",), name="delivery_recipient"),
        )
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.dispatch_id}:{self.pk}"

    @property
    def reason_in_words(self) -> str:
        """Why it ended as it did; an owner's own reason is shown as it is."""
        return str(REASONS.get(self.reason, self.reason))


class Attempt(models.Model):
    """One try at a delivery: how far the conversation with the mail server came, and its answer. Append-only."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    worker = models.CharField(max_length=60)
    step = models.CharField(max_length=10, help_text="build, rcpt, data, body, or again: a person's choice")
    code = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    authorised_by = models.CharField(max_length=60, blank=True, help_text="who chose to send an unknown one again")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.delivery_id}/{self.number}: {self.step} {self.code or ''}"


class DeliveryEvent(models.Model):
    """A later fact about a delivery (bounce, complaint, a person's decision). Append-only."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    event_id = models.CharField(max_length=120)
    detail = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("source", "event_id"), name="delivery_event_once"),)

    def __str__(self) -> str:
        return f"{self.kind} ({self.source})"


class Suppression(models.Model):
    """An address that gets nothing more of a scope, kept as a keyed hash: it survives erasure and re-import."""

    address_key = models.CharField(max_length=64)
    scope = models.CharField(max_length=60, help_text="“all”, or an owner's scope such as “publication:2”")
    reason = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("address_key", "scope"), name="suppressed_once"),)

    def __str__(self) -> str:
        return f"{self.scope}: {self.reason}"


class MailServer(models.Model):
    """What workers last heard from the mail server: one row, shown in the CMS."""

    class Problem(models.TextChoices):
        """Why it takes no mail from us at all; nobody's delivery is at fault."""

        NO_ANSWER = "no_answer", _("The mail server does not answer.")
        ENCRYPTION = "encryption", _("No encrypted connection to the mail server could be made.")
        LOGIN = "login", _("The mail server does not accept our user name and password.")
        SENDER = "sender", _("The mail server does not accept mail from our sender address.")
        BUSY = "busy", _("The mail server answers, but takes no mail at the moment.")
        STORAGE = "storage", _("The folder for outgoing mail cannot be written.")

    reachable = models.BooleanField(default=True)
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)
    down_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.answer or "reachable"
