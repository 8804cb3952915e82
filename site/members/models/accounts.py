"""Accounts."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Permission, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.loading import load
from members.models.organisations import Organisation
from themes.models import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models.fields.related_descriptors import RelatedManager

    from members.models.groups import GroupMember


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about many accounts at once."""

    def visible_to(self, user: Any) -> "MemberQuerySet":
        """Keep the people whose profile this person may read.

        An approved member: all approved members, and the guests whom she meets somewhere. A guest: only people with
        whom she shares a place, and herself. Everybody else: nobody.
        """
        if not getattr(user, "is_approved", False):
            return self.none()
        met = Q(pk=user.pk)
        for places in load(settings.SHARED_PLACES):
            met |= places.met_by(user)
        known = self.filter(state__in=[Member.State.APPROVED, Member.State.GUEST])
        return known.filter(met if user.state == Member.State.GUEST else Q(state=Member.State.APPROVED) | met)

    def waiting(self) -> "MemberQuerySet":
        """Newcomers about whom an administrator can decide: their address is verified."""
        return self.filter(state=Member.State.PENDING, emailaddress__primary=True, emailaddress__verified=True)

    def approvers(self) -> "MemberQuerySet":
        """People who may approve newcomers, by a role or as superuser."""
        permission = Permission.objects.filter(codename="approve_member", content_type__app_label="members")
        may = Q(is_superuser=True) | Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
        return self.filter(may, state=Member.State.APPROVED).distinct()


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)["Member"]):  # type: ignore[misc]  # made by a call
    """Finds members by address whatever its case, and makes them."""

    def get_by_natural_key(self, username: str | None) -> "Member":
        """Return the member with this address; case does not count."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        """Make a pending member (other fields as given)."""
        member = self.model(email=email.strip().lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        """Make an approved administrator whose address needs no verification: the first one has no mail server yet.

        Closed rooms stay closed to her all the same.
        """
        fields.setdefault("name", email.partition("@")[0])
        fields.setdefault("language", settings.LANGUAGE_CODE)
        member = self.create_user(email, password, is_superuser=True, state=Member.State.APPROVED, **fields)
        member.emailaddress_set.create(email=member.email, primary=True, verified=True)
        return member


class Member(AbstractBaseUser, PermissionsMixin):
    """An account. The address is the login; nothing of it is ever shown to other members."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        GUEST = "guest", _("Guest")
        REJECTED = "rejected", _("Rejected")
        DEACTIVATED = "deactivated", _("Deactivated")
        ERASED = "erased", _("Erased")

    class DigestRhythm(models.TextChoices):
        DAILY = "daily", _("Every working day")
        WEEKLY = "weekly", _("Every week, on Monday")
        NOW = "now", _("At once")
        NEVER = "never", _("Never")

    MAY_LOG_IN: ClassVar[tuple[State, ...]] = (State.PENDING, State.APPROVED, State.GUEST)

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, help_text=_("First name and surname, as colleagues know you."))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    # Django and Wagtail filter on this column; it says what `state` says, and the database holds it to that.
    is_active = models.BooleanField(_("may log in"), default=True)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("nl", "Nederlands")])
    reads = models.JSONField(_("languages read"), default=list, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("organisation"),
    )
    organisation_stated = models.CharField(_("organisation, as stated at sign-up"), max_length=120, blank=True)
    function = models.CharField(_("function"), max_length=120, blank=True)
    digest = models.CharField(_("digest"), max_length=6, choices=DigestRhythm, default=DigestRhythm.WEEKLY)
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        help_text=_("Other members see it. It may stay empty."),
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="+", verbose_name=_("themes"), help_text=_("What colleagues may ask you about.")
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    state_reason = models.CharField(
        _("reason told to the person"), max_length=300, blank=True, help_text="of a rejection or a deactivation"
    )
    session_round = models.PositiveIntegerField(default=0, help_text="counting up ends every open session")

    objects = MemberManager()

    if TYPE_CHECKING:
        emailaddress_set: RelatedManager[Any]  # allauth's
        group_memberships: RelatedManager["GroupMember"]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("member")
        verbose_name_plural = _("members")
        permissions = (("approve_member", _("Can approve, reject and deactivate members")),)
        indexes = (models.Index(fields=("state", "joined_at"), name="member_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_active=True, state__in=["pending", "approved", "guest"])
                | Q(is_active=False, state__in=["rejected", "deactivated", "erased"]),
                name="active_follows_state",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Save, with the address in small letters and `is_active` as the state says."""
        self.email = self.email.lower()
        self.is_active = self.state in self.MAY_LOG_IN
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "is_active"}
        super().save(**kwargs)

    def get_session_auth_hash(self) -> str:
        """Tie sessions to the round as well as to the password: deactivating ends them for good."""
        return f"{self.session_round}:{super().get_session_auth_hash()}"

    def get_session_auth_fallback_hash(self) -> "Iterator[str]":
        """The same under older secret keys."""
        return (f"{self.session_round}:{older}" for older in super().get_session_auth_fallback_hash())

    def get_full_name(self) -> str:
        """The display name, never the address (Wagtail asks for it)."""
        return self.name

    get_short_name = get_full_name

    @property
    def is_approved(self) -> bool:
        """Whether she may enter the members' side at all; which rooms is `visible_to`'s answer."""
        return self.state in {self.State.APPROVED, self.State.GUEST}

    @property
    def phone_link(self) -> str:
        """The phone number as a link dials it (RFC 3966)."""
        return "".join(sign for sign in self.phone.replace("(0)", "") if sign.isdigit() or sign == "+")
