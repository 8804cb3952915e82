"""Rooms, who is in them and how they came in; the first half of the answer to "may this person read this?"."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from languages.names import Named, Slugged, in_language
from members.models import Group, Member, Organisation
from themes.models import Theme


def is_full_member(user: Any) -> bool:
    """Whether open rooms are open to this person: an approved member, not a guest, not a visitor."""
    return getattr(user, "state", None) == Member.State.APPROVED


class RoomQuerySet(models.QuerySet["Room"]):
    """Which rooms a person may read, and which she may ask for."""

    def visible_to(self, user: Any) -> Self:
        """Keep the rooms that this person may read: open ones for approved members, and those she is a member of."""
        if not getattr(user, "is_approved", False):
            return self.none()
        inside = Q(pk__in=RoomMember.objects.current().filter(member=user).values("room"))
        if is_full_member(user):
            inside |= Q(access=Room.Access.OPEN)
        return self.filter(inside)

    def of(self, user: Any) -> Self:
        """Keep the rooms that this person may read because she is a member of them."""
        return self.visible_to(user).filter(
            pk__in=RoomMember.objects.current().filter(member_id=user.pk).values("room")
        )

    def joinable_by(self, user: Any) -> Self:
        """Keep the rooms that an approved member is not in, and may join or ask to join."""
        if not is_full_member(user):
            return self.none()
        joined = RoomMember.objects.current().filter(member=user).values("room")
        can_ask = Q(access=Room.Access.OPEN) | Q(access=Room.Access.REQUEST, listed=True)
        return self.filter(can_ask).exclude(pk__in=joined)

    def animated_by(self, user: Any) -> Self:
        """Keep the rooms in which this person is an animator now."""
        mandates = RoomMember.objects.current().filter(member_id=user.pk, role=RoomMember.Role.ANIMATOR)
        return self.visible_to(user).filter(pk__in=mandates.values("room"))

    def with_readers(self) -> Self:
        """Add `reader_count`: how many people may read what is written there."""
        return self.annotate(reader_count=count_readers(room="pk", access="access"))

    def with_standing_of(self, user: Any) -> Self:
        """Add `my_role` (None for who is no member of the room) and `my_level` (None where nothing was chosen)."""
        mine = Q(memberships__member=user) & (Q(memberships__until=None) | Q(memberships__until__gt=timezone.now()))
        return self.annotate(
            my_membership=FilteredRelation("memberships", condition=mine),
            my_follow=FilteredRelation("follows", condition=Q(follows__member=user)),
            my_role=F("my_membership__role"),
            my_level=F("my_follow__level"),
        )

    def with_request_of(self, user: Any) -> Self:
        """Add `my_request`: the primary key of her open request to join, or None."""
        asked = JoinRequest.objects.filter(room=OuterRef("pk"), member=user, state=JoinRequest.State.OPEN)
        return self.annotate(my_request=Subquery(asked.values("pk")[:1]))


def count_readers(*, room: str, access: str) -> Case:
    """Count who may read what is written in a room, given the columns of a query that hold its key and its access."""
    inside = RoomMember.objects.welcome().filter(room=OuterRef(room)).order_by().values("room")
    guests = inside.filter(member__state=Member.State.GUEST)
    everybody = Member.objects.filter(state=Member.State.APPROVED).order_by().values("state")
    is_open = When(**{access: Room.Access.OPEN}, then=count_rows(everybody) + count_rows(guests))
    return Case(is_open, default=count_rows(inside), output_field=models.IntegerField())


def count_rows(rows: Any) -> Coalesce:
    """Count the rows of a subquery that is grouped by what its `values()` names; none is 0."""
    counted = Subquery(rows.annotate(number=Count("pk")).values("number"), output_field=models.IntegerField())
    return Coalesce(counted, 0)


class Room(Named, Slugged):  # type: ignore[django-manager-missing]  # doors: Wagtail's Page ships no types
    """A thematic space for members; one room serves both languages."""

    class Access(models.TextChoices):
        OPEN = "open", _("Open to every member")
        REQUEST = "request", _("On request")
        CLOSED = "closed", _("Closed: people are added")

    class InMail(models.TextChoices):
        TEXT = "text", _("Title and text of messages")
        TITLE = "title", _("Only the discussion's title")
        NOTHING = "nothing", _("Nothing: only that there is something new")

    purpose_fr = models.TextField(_("what it is for, in French"), blank=True, max_length=1000)
    purpose_nl = models.TextField(_("what it is for, in Dutch"), blank=True, max_length=1000)
    main_theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main theme"),
        help_text=_("Gives the room its hue."),
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="rooms", verbose_name=_("themes"))
    access = models.CharField(_("access"), max_length=7, choices=Access, default=Access.REQUEST)
    listed = models.BooleanField(
        _("listed"),
        default=True,
        help_text=_("A listed room has a public page that says what it is for and how to join, never what is said."),
    )
    in_mail = models.CharField(
        _("what mail may carry"),
        max_length=7,
        choices=InMail,
        default=InMail.TITLE,
        help_text=_("Digests leave the site. A room with sensitive cases should not let its texts travel by mail."),
    )
    reviews_first_posts = models.BooleanField(
        _("animators look at first messages"),
        default=False,
        help_text=_("A member's first message stands at once, and waits in the animators' queue for a look."),
    )
    allows_anonymous = models.BooleanField(
        _("anonymised messages allowed"),
        default=False,
        help_text=_("“A town of 20,000 inhabitants” instead of a name. Animators can ask who it is; that is logged."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    if TYPE_CHECKING:
        # Added by the methods of RoomQuerySet; `unread_count` by the view of a reader's own rooms.
        reader_count: int
        my_role: str | None
        my_level: str | None
        my_request: int | None
        unread_count: int

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ("name_fr",)
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    @property
    def is_animated_by_reader(self) -> bool:
        """Whether the reader whose standing was added is an animator here."""
        return self.my_role == RoomMember.Role.ANIMATOR

    def get_absolute_url(self) -> str:
        """The room itself, for its readers; the public page is its door's."""
        return reverse("room", args=[self.pk])

    @property
    def purpose(self) -> str:
        """What it is for, in the active language."""
        return in_language(self, "purpose")


class RoomMemberQuerySet(models.QuerySet["RoomMember"]):
    """Who is in which room now."""

    def current(self) -> Self:
        """Keep those whose time has not run out."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))

    def welcome(self) -> Self:
        """Keep current members whose account is approved: the ones to show and to write to."""
        return self.current().filter(member__state__in=[Member.State.APPROVED, Member.State.GUEST])


class RoomMember(models.Model):
    """One person in one room, how she came in, and until when."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        ANIMATOR = "animator", _("Animator")

    class Origin(models.TextChoices):
        HAND = "hand", _("added by hand")
        JOINED = "joined", _("joined an open room")
        REQUEST = "request", _("asked and was accepted")
        RULE = "rule", _("added by a group")
        INVITED = "invited", _("invited")
        GRANT = "grant", _("administrator's logged entry")

    room = models.ForeignKey(Room, models.CASCADE, related_name="memberships", verbose_name=_("room"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="room_memberships", verbose_name=_("member")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    origin = models.CharField(_("came in"), max_length=7, choices=Origin, default=Origin.HAND, editable=False)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: without end."))
    joined_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Of an administrator's entry."))
    # While an organisation leaves: whose leaving set `until`, and what stood there before, to be put back.
    leaving = models.ForeignKey(Organisation, models.SET_NULL, null=True, editable=False, related_name="+")
    until_before = models.DateTimeField(null=True, editable=False)

    objects = RoomMemberQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("room", "member__name")
        verbose_name = _("member of a room")
        verbose_name_plural = _("members of rooms")
        constraints = (models.UniqueConstraint(fields=("room", "member"), name="room_member_once"),)

    def __str__(self) -> str:
        return f"{self.member} – {self.room}"


class RoomRule(models.Model):
    """All members of a group are members of a room; rows with origin “rule” follow the group."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="rules", verbose_name=_("room"))
    group = models.ForeignKey(Group, models.CASCADE, related_name="room_rules", verbose_name=_("group"))

    class Meta:
        verbose_name = _("group of a room")
        verbose_name_plural = _("groups of rooms")
        constraints = (models.UniqueConstraint(fields=("room", "group"), name="room_rule_once"),)

    def __str__(self) -> str:
        return f"{self.group} → {self.room}"


class JoinRequest(models.Model):
    """A member asks to be let into a room, with a sentence; an animator answers."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    room = models.ForeignKey(Room, models.CASCADE, related_name="requests", verbose_name=_("room"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests", verbose_name=_("member")
    )
    sentence = models.TextField(_("why"), max_length=500)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.TextField(_("answer"), max_length=500, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = (
            models.UniqueConstraint(fields=("room", "member"), condition=Q(state="open"), name="one_open_join_request"),
        )

    def __str__(self) -> str:
        return f"{self.member} → {self.room}"
