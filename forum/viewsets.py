"""The CMS's screens for rooms: what they are, who is in them and through which groups, requests, releases.

Nothing that is said in a room is shown here: whoever wants to read it must be a member of it.
"""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from forum.doors import close_doors
from forum.entering_cms import EnterRoomView
from forum.losing import forget_room, listeners_of
from forum.models import JoinRequest, Release, Room, RoomMember, RoomRule
from forum.places import people_in
from forum.rooms import start_reading
from members.models import Member
from members.previewing import Previewed, PreviewedDelete
from members.rehearsing import Change, rehearse


class RoomList(IndexView):
    """All rooms, with how many people are in each."""

    def get_base_queryset(self) -> "QuerySet[Room]":
        """Count in the same query."""
        rooms: QuerySet[Room] = super().get_base_queryset()
        return rooms.annotate(people=Count("memberships"))

    def get_list_more_buttons(self, instance: Room) -> list[Any]:
        """Edit, and entering a room that is closed to her."""
        buttons = super().get_list_more_buttons(instance)
        if instance.pk in self._read or not self.request.user.has_perm("forum.add_roommember"):
            return list(buttons)
        enter = Button(_("Enter"), url=reverse("rooms:enter", args=[instance.pk]), icon_name="key", priority=20)
        return [*buttons, enter]

    @cached_property
    def _read(self) -> set[int]:
        return set(Room.objects.visible_to(self.request.user).values_list("pk", flat=True))


class RoomForm(WagtailAdminModelForm):
    """A room's own facts."""

    class Meta:
        model = Room
        fields = (
            "name_fr", "name_nl", "name_de", "name_en", "slug_fr", "slug_nl", "purpose_fr", "purpose_nl", "access",
            "listed", "in_mail", "allows_anonymous", "main_theme", "themes",
        )  # fmt: skip
        widgets = {"themes": forms.CheckboxSelectMultiple, "access": forms.RadioSelect, "in_mail": forms.RadioSelect}


class RoomEdit(EditView):
    """A room's facts. Unlisting it closes its doors."""

    @transaction.atomic
    def save_instance(self) -> Room:
        """Close what must be closed: its doors, and what it had to tell people who could read it as an open room."""
        room: Room = super().save_instance()
        if not room.listed:
            close_doors(room, by=self.request.user)
        if "access" in self.form.changed_data:
            forget_room(room, members=listeners_of(room))
        return room


class RoomViewSet(ModelViewSet):
    """Rooms."""

    model = Room
    name = "rooms"
    icon = "group"
    menu_label = _("Rooms")
    index_view_class = RoomList
    edit_view_class = RoomEdit
    copy_view_enabled = False
    list_display = (
        "__str__", Column("get_access_display", label=_("Access")),
        BooleanColumn("listed", label=_("Listed"), sort_key="listed"), Column("people", label=_("People")),
    )  # fmt: skip
    list_filter = ("access", "listed")
    search_fields = ("name_fr", "name_nl")
    panels = (
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_nl")]),
                FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("slug_fr"), FieldPanel("slug_nl")]),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel([FieldPanel("purpose_fr"), FieldPanel("purpose_nl")], heading=_("What it is for")),
        MultiFieldPanel(
            [FieldPanel("access"), FieldPanel("listed"), FieldPanel("in_mail"), FieldPanel("allows_anonymous")],
            heading=_("Who and how"),
        ),
        MultiFieldPanel([FieldPanel("main_theme"), FieldPanel("themes")], heading=_("Themes")),
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add entering."""
        enter = self.construct_view(EnterRoomView)
        return [*super().get_urlpatterns(), path("<int:pk>/enter/", enter, name="enter")]

    def get_form_class(self, for_update: bool = False) -> type[RoomForm]:  # noqa: FBT001, FBT002  # Wagtail's
        """The one form."""
        return RoomForm


class RoomMemberForm(WagtailAdminModelForm):
    """Somebody in a room, by hand."""

    class Meta:
        model = RoomMember
        fields = ("room", "member", "role", "until")

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        approved = Member.objects.filter(state__in=[Member.State.APPROVED, Member.State.GUEST])
        self.fields["member"].queryset = approved.select_related("organisation").order_by("name")
        self.fields["member"].label_from_instance = _name_and_organisation
        if self.instance.pk:
            self.fields["room"].disabled = self.fields["member"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse letting oneself in, or staying longer: that is an entry, with its reason."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("member") == self.by:
            raise forms.ValidationError(_("To enter a room yourself, choose “Enter” beside it in the list of rooms."))
        return said

    def save(self, commit: bool = True) -> RoomMember:  # noqa: FBT001, FBT002  # Django's signature
        """Save; for a newcomer, what was said before counts as read."""
        with transaction.atomic():
            membership: RoomMember = super().save(commit)
            if commit:
                start_reading(membership.room, members=[membership.member])
        return membership


class RoomMemberCreate(CreateView):
    """Letting somebody in by hand."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who lets in: nobody lets herself in here."""
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> RoomMember:
        """Keep how she came in."""
        self.form.instance.origin = RoomMember.Origin.HAND
        membership: RoomMember = super().save_instance()
        return membership


class RoomMemberEdit(EditView):
    """Changing somebody's role or end; never one's own."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who changes."""
        return {**super().get_form_kwargs(), "by": self.request.user}


class RoomMemberViewSet(ModelViewSet):
    """Members of rooms and animators."""

    model = RoomMember
    name = "room-members"
    icon = "user"
    menu_label = _("Members of rooms")
    add_view_class = RoomMemberCreate
    edit_view_class = RoomMemberEdit
    copy_view_enabled = False
    list_display = (
        "member", "room",
        Column("get_role_display", label=_("Role")), Column("get_origin_display", label=_("Came in")),
        DateColumn("until", label=_("Until")),
    )  # fmt: skip
    list_filter = ("room", "role", "origin")
    search_fields = ("member__name", "room__name_fr", "room__name_nl")
    ordering = ("member__name",)

    def get_form_class(self, for_update: bool = False) -> type[RoomMemberForm]:  # noqa: FBT001, FBT002  # Wagtail's
        """The one form."""
        return RoomMemberForm


class RoomRuleCreate(Previewed, CreateView):
    """A group comes into a room, once it has been seen who that is."""

    def rehearse(self, form: Any) -> list[Change]:
        """The room's people."""
        room = form.cleaned_data["room"]
        return rehearse(form.save, lambda: people_in([room]))


class RoomRuleDelete(PreviewedDelete, DeleteView):
    """A group leaves a room."""

    def rehearse(self) -> list[Change]:
        """The room's people."""
        rule = self.object
        return rehearse(lambda: RoomRule.objects.get(pk=rule.pk).delete(), lambda: people_in([rule.room]))


class RoomRuleViewSet(ModelViewSet):
    """Groups whose people are members of rooms. A rule is made or deleted, never changed."""

    add_view_class = RoomRuleCreate
    delete_view_class = RoomRuleDelete

    model = RoomRule
    name = "room-groups"
    icon = "link"
    menu_label = _("Groups in rooms")
    copy_view_enabled = False
    form_fields = ("room", "group")
    list_display = ("__str__",)
    list_filter = ("room", "group")


class ReadOnlyViewSet(ModelViewSet):
    """A list to look at."""

    copy_view_enabled = False
    form_fields: tuple[str, ...] = ()


class JoinRequestViewSet(ReadOnlyViewSet):
    """Requests to join; the rooms' animators answer them on the site."""

    model = JoinRequest
    name = "join-requests"
    icon = "help"
    menu_label = _("Requests to join")
    list_display = (
        Column("member", label=_("Member")), Column("room", label=_("Room")),
        Column("get_state_display", label=_("State")), DateColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
        Column("answered_by", label=_("Answered by")),
    )  # fmt: skip
    list_filter = ("state", "room")
    ordering = ("-asked_at",)


class ReleaseViewSet(ReadOnlyViewSet):
    """Released words, the standing and the withdrawn ones."""

    model = Release
    name = "releases"
    icon = "openquote"
    menu_label = _("Releases")
    list_display = (
        Column("title", label=_("Title")), Column("topic__room", label=_("Room"), accessor="topic.room"),
        Column("get_audience_display", label=_("Audience")), Column("by", label=_("Released by")),
        DateColumn("at", label=_("Released"), sort_key="at"), DateColumn("withdrawn_at", label=_("Withdrawn")),
    )  # fmt: skip
    list_filter = ("audience", "topic__room")
    ordering = ("-at",)


class RoomViewSets(ViewSetGroup):
    """One entry of the menu."""

    items = (RoomViewSet, RoomMemberViewSet, RoomRuleViewSet, JoinRequestViewSet, ReleaseViewSet)
    menu_label = _("Rooms")
    menu_icon = "group"
    menu_order = 340


def _name_and_organisation(member: Member) -> str:
    return f"{member.name} – {member.organisation.name}" if member.organisation else member.name
