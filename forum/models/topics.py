"""Topics: conversations in a room, and who is let into one of them alone."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.models.rooms import Room, RoomMember, count_readers, count_rows
from members.models import Member
from themes.models import Tag


class TopicQuerySet(models.QuerySet["Topic"]):
    """Which topics a person may read, and which of them are new to her."""

    def visible_to(self, user: Any) -> Self:
        """Keep what this person may read: all of the rooms that she may read, and topics that she is a guest of."""
        if not getattr(user, "is_approved", False):
            return self.none()
        invited = TopicGuest.objects.current().filter(member=user).values("topic")
        return self.filter(Q(room__in=Room.objects.visible_to(user).values("pk")) | Q(pk__in=invited))

    def with_marks_of(self, user: Any) -> Self:
        """Add `read_position`, `read_before` and `is_unread`: the one rule for unread.

        Unread: it has a comment past what she has read of it, and was active after she last marked the room as read.
        """
        return self.annotate(
            my_reading=FilteredRelation("readings", condition=Q(readings__member=user)),
            my_room_reading=FilteredRelation("room__readings", condition=Q(room__readings__member=user)),
            read_position=Coalesce(F("my_reading__position"), 0),
            read_before=F("my_room_reading__read_before"),
            is_unread=Case(
                When(
                    Q(last_position__gt=F("read_position"))
                    & (Q(read_before=None) | Q(last_activity_at__gt=F("read_before"))),
                    then=Value(True),  # noqa: FBT003 - an SQL value
                ),
                default=Value(False),  # noqa: FBT003
                output_field=BooleanField(),
            ),
        )

    def with_standing_of(self, user: Any) -> Self:
        """Add the reader's `my_role` in the room, her `my_level` for this topic, and `reader_count`."""
        now = timezone.now()
        inside = Q(room__memberships__until=None) | Q(room__memberships__until__gt=now)
        return self.annotate(
            my_membership=FilteredRelation("room__memberships", condition=Q(room__memberships__member=user) & inside),
            my_follow=FilteredRelation("follows", condition=Q(follows__member=user)),
            my_role=F("my_membership__role"),
            my_level=F("my_follow__level"),
            reader_count=count_readers(room="room", access="room__access") + count_guests(),
        )

    def unread_by(self, user: Any) -> Self:
        """Keep what is new to this person."""
        return self.with_marks_of(user).filter(is_unread=True)

    def standing(self) -> Self:
        """Leave out those that were merged into another: their address only leads on."""
        return self.exclude(state=Topic.State.MERGED)

    def for_rows(self) -> Self:
        """Bring what a row of a list shows, in the same query; adds `has_summary`."""
        return self.select_related("author", "last_author", "exchange").annotate(
            has_summary=Case(
                When(summary__isnull=False, then=Value(True)),  # noqa: FBT003 - an SQL value
                default=Value(False),  # noqa: FBT003
                output_field=BooleanField(),
            )
        )

    def in_order(self) -> Self:
        """Pinned first, then the latest activity."""
        return self.order_by("-pinned", "-last_activity_at", "-pk")


def count_guests() -> Case:
    """Count the guests of each topic of a query who could not read it otherwise."""
    now = TopicGuest.objects.current().filter(topic=OuterRef("pk")).order_by().values("topic")
    welcome = now.filter(member__state__in=[Member.State.APPROVED, Member.State.GUEST])
    inside = RoomMember.objects.current().filter(room=OuterRef("topic__room"), member=OuterRef("member"))
    counted = welcome.filter(~Exists(inside))
    alone = counted.filter(member__state=Member.State.GUEST)
    is_open = When(room__access=Room.Access.OPEN, then=count_rows(alone))
    return Case(is_open, default=count_rows(counted), output_field=models.IntegerField())


class Topic(models.Model):  # type: ignore[django-manager-missing]  # comments: the package ships no types
    """A conversation. Its comments are numbered 1 to `last_position`; the first one opens it."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("Discussion")
        QUESTION = "question", _("Question")
        NEED = "need", _("We look for")
        OFFER = "offer", _("We can share")
        POLL = "poll", _("Poll")
        DATE_POLL = "date_poll", _("Date poll")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        MERGED = "merged", _("Merged into another")

    room = models.ForeignKey(Room, models.PROTECT, related_name="topics")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DISCUSSION)
    language = models.CharField(_("language"), max_length=2)
    title = models.CharField(_("title"), max_length=160)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="topics")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    close_reason = models.CharField(_("reason"), max_length=300, blank=True)
    pinned = models.BooleanField(default=False)
    featured_at = models.DateTimeField(null=True, help_text="an animator put it forward in the room")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    merged_at = models.PositiveIntegerField(null=True, help_text="the position there of its first comment")
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    moved_from = models.ForeignKey(
        Room, models.SET_NULL, null=True, related_name="+", help_text="where it stood before its last move"
    )
    is_anonymous = models.BooleanField(default=False, help_text="who opened it is not told")
    first_answer_at = models.DateTimeField(null=True, help_text="when somebody else than its author first wrote in it")
    helpful_answer = models.ForeignKey(
        "Comment", models.SET_NULL, null=True, related_name="+", help_text="the answer that helped whoever asked"
    )
    created_at = models.DateTimeField(default=timezone.now)
    last_position = models.PositiveIntegerField(default=0)
    last_activity_at = models.DateTimeField(default=timezone.now)
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject_key = models.CharField(
        max_length=80, unique=True, null=True, help_text="the content that it is about: article:<translation_key>"
    )

    if TYPE_CHECKING:
        # Added by the methods of TopicQuerySet.
        read_position: int
        read_before: Any
        is_unread: bool
        my_role: str | None
        my_level: str | None
        reader_count: int
        has_summary: bool
        standing_release: Any  # added by forum.presenting
        my_wording: str | None  # added by forum.anonymity.last_wording
        unreached: list[str]  # added by forum.topics: who is named in its words and cannot read them
        resume_url: str  # added by views, from forum.pages.resume_address

    objects = TopicQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        indexes = (
            models.Index(fields=("room", "pinned", "last_activity_at", "id"), name="topic_list"),
            models.Index(fields=("room", "last_activity_at"), name="topic_activity"),
            models.Index(fields=("kind", "first_answer_at", "created_at"), name="topic_unanswered"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its first page. The address holds no title, so that it tells nothing where it is copied."""
        return reverse("topic", args=[self.pk])

    @property
    def is_animated_by_reader(self) -> bool:
        """Whether the reader whose standing was added is an animator of the room."""
        return self.my_role == RoomMember.Role.ANIMATOR

    @property
    def author_name(self) -> str:
        """What to show as its author, in the active language. Never `author.name`: it may be without name."""
        if self.is_anonymous:
            return gettext("Without name")
        return str(self.author.name) if self.author else gettext("Former member")

    @property
    def is_exchange(self) -> bool:
        """Whether something is looked for or offered."""
        return self.kind in {self.Kind.NEED, self.Kind.OFFER}

    @property
    def is_poll(self) -> bool:
        """Whether its readers vote."""
        return self.kind in {self.Kind.POLL, self.Kind.DATE_POLL}

    @property
    def is_open(self) -> bool:
        """Whether it takes further comments."""
        return self.state == self.State.OPEN

    @property
    def answer_count(self) -> int:
        """How many comments came after the opening one, removed ones included."""
        return max(self.last_position - 1, 0)


class TopicGuestQuerySet(models.QuerySet["TopicGuest"]):
    """Who is a guest now."""

    def current(self) -> Self:
        """Keep those whose time has not run out."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class TopicGuest(models.Model):
    """Someone from outside the room, let into one topic until a date."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="guests")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="guest_topics")
    until = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    objects = TopicGuestQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("topic", "member"), name="topic_guest_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} → {self.topic_id}"
