"""An issue in all its languages: its items, the texts that override theirs, its approval, and its frozen renditions."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsletter.models.publications import LANGUAGES, Publication, Rubric

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from newsletter.models.pages import IssuePage


class IssueQuerySet(models.QuerySet["Issue"]):
    """Who may read which issues."""

    def out(self) -> "IssueQuerySet":
        """Issues whose mail has begun to leave: what was sent cannot be unsaid."""
        return self.filter(started_at__isnull=False)

    def visible_to(self, user: Any) -> "IssueQuerySet":
        """Those that are out, of publications that this reader may know of."""
        return self.out().filter(publication__in=Publication.objects.visible_to(user))


class Issue(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's managers have no types
    """One edition of a publication: one row for all its languages, whatever their words."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        SENDING = "sending", _("Being sent")
        PAUSED = "paused", _("Paused")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")

    # Content may change in these; from IN_REVIEW on a change takes it back to DRAFT.
    ARRANGEABLE: ClassVar[tuple[State, ...]] = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="issues", verbose_name=_("publication"))
    number = models.PositiveIntegerField(_("number"))
    planned_for = models.DateTimeField(_("planned for"), help_text=_("When it leaves, Brussels time."))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    cut_off = models.DateTimeField(
        _("cut-off"), null=True, blank=True, help_text=_("Content up to here was looked at when it was sent.")
    )
    content_hash = models.CharField(max_length=64, blank=True, help_text="of the content that was approved")
    composed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    composed_at = models.DateTimeField(null=True, blank=True)
    late_notice_at = models.DateTimeField(
        null=True, blank=True, help_text="when people were told that its hour was missed"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = IssueQuerySet.as_manager()

    if TYPE_CHECKING:
        items: RelatedManager["IssueItem"]
        approvals: RelatedManager["Approval"]
        renditions: RelatedManager["Rendition"]
        pages: RelatedManager["IssuePage"]
        dispatches: RelatedManager["IssueDispatch"]

    class Meta:
        ordering = ("-planned_for", "-pk")
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = (models.UniqueConstraint(fields=("publication", "number"), name="issue_number_once"),)
        indexes = (models.Index(fields=("state", "planned_for"), name="issue_due"),)
        default_permissions = ()
        permissions = (
            ("compose_issue", _("May compose issues of newsletters")),
            ("approve_issue", _("May approve issues of newsletters")),
            ("send_issue", _("May schedule, send, pause and cancel issues of newsletters")),
        )

    def __str__(self) -> str:
        return gettext("%(publication)s, no. %(number)s") % {"publication": self.publication, "number": self.number}

    @property
    def key(self) -> str:
        """Its name across apps."""
        return f"issue:{self.pk}"

    @property
    def is_arrangeable(self) -> bool:
        """Whether its content may still change."""
        return self.state in self.ARRANGEABLE


class IssueItem(models.Model):
    """Content in an issue, named by the key that all its languages share.

    A row stays when the editor drops the item: that is how a refresh knows not to bring it back.
    """

    class State(models.TextChoices):
        CHOSEN = "chosen", _("Chosen")
        DROPPED = "dropped", _("Dropped")
        POSTPONED = "postponed", _("Postponed")

    class Origin(models.TextChoices):
        RULE = "rule", _("by the rule")
        HAND = "hand", _("by an editor")

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="items")
    # Repeated from the issue, so that the database itself can refuse to carry content twice in a publication.
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    cancelled = models.BooleanField(default=False, help_text="its issue was cancelled: the content is free again")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="items")
    key = models.CharField(max_length=120)
    occasion = models.PositiveSmallIntegerField(default=0, help_text="0 the first time; more for a marked reminder")
    order = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.CHOSEN)
    origin = models.CharField(max_length=4, choices=Origin, default=Origin.RULE)

    if TYPE_CHECKING:
        texts: RelatedManager["ItemText"]

    class Meta:
        ordering = ("rubric__order", "rubric_id", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("issue", "key"), name="item_once_per_issue"),
            models.UniqueConstraint(
                fields=("publication", "key", "occasion"),
                condition=Q(state="chosen", cancelled=False),
                name="item_once_per_publication",
            ),
        )

    def __str__(self) -> str:
        return self.key


class ItemText(models.Model):
    """An editor's own title or lead for an item in one language; the source is never touched."""

    item = models.ForeignKey(IssueItem, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    title = models.CharField(_("title"), max_length=200, blank=True)
    lead = models.TextField(_("lead"), max_length=1200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "language"), name="item_text_once_per_language"),)

    def __str__(self) -> str:
        return f"{self.item} ({self.language})"


class Approval(models.Model):
    """A question "may this leave?", bound to the hash of exactly what was asked about, and its answer."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="approvals")
    content_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("issue",),
                condition=Q(voided_at__isnull=True, declined_at__isnull=True),
                name="one_standing_approval",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.content_hash[:12]}"


class Rendition(models.Model):
    """What leaves, made once per variant at approval and never changed afterwards."""

    class Format(models.TextChoices):
        HTML = "html", _("E-mail")
        TEXT = "text", _("Plain text")
        WEB = "web", _("Web page")

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="renditions")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    audience = models.CharField(max_length=7, choices=[("public", _("Public")), ("members", _("Members"))])
    format = models.CharField(max_length=4, choices=Format)
    subject = models.CharField(max_length=200)
    preheader = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issue", "language", "audience", "format"), name="rendition_once"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} {self.language} {self.audience} {self.format}"


class Proposal(models.Model):
    """A release that somebody would like to see in a newsletter."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN = "taken", _("Taken")
        DECLINED = "declined", _("Declined")

    release = models.CharField(max_length=120, help_text="the key of the released content")
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("release",), condition=Q(state="open"), name="one_open_proposal"),
        )

    def __str__(self) -> str:
        return self.release


class IssueDispatch(models.Model):
    """A sending of an issue; there is one main one at most, and its counts must add up."""

    class Purpose(models.TextChoices):
        MAIN = "main", _("To the subscribers")
        TEST = "test", _("Test")

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="dispatches")
    dispatch = models.OneToOneField("outbox.Dispatch", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=4, choices=Purpose, default=Purpose.MAIN)
    candidates = models.PositiveIntegerField(default=0, help_text="subscriptions that should get it at the freeze")
    delivered = models.PositiveIntegerField(default=0, help_text="of these, deliveries written")
    left_out = models.PositiveIntegerField(default=0, help_text="of these, suppressed addresses")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issue",), condition=Q(purpose="main"), name="one_main_dispatch"),
            models.CheckConstraint(
                condition=Q(candidates=models.F("delivered") + models.F("left_out")), name="dispatch_adds_up"
            ),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} {self.purpose}"
