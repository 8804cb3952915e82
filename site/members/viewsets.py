"""The CMS's screens for people: members, organisations, groups."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from contracts.announcing import announce
from interface.forms import TickedRows
from members.cms import DecisionView, MemberEdit, MemberList, MovesPeople
from members.groups import fill_by_hand, refill_group, refill_groups, refill_groups_of
from members.invitation_cms import InvitationViewSet
from members.models import Group, Member, Organisation
from members.places import people_at, people_by_groups
from members.previewing import Previewed, PreviewedDelete
from members.rehearsing import Change, look_at_groups, rehearse

_NAMES = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_nl")]),
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
    ],
    heading=gettext_lazy("Name"),
)


class Roles(TickedRows[Role]):
    """Roles, in the reader's language where they are ours."""

    NAMES: ClassVar[dict[str, Any]] = {
        "Editors": gettext_lazy("Editors"),
        "Publishers": gettext_lazy("Publishers"),
        "Administrators": gettext_lazy("Administrators"),
    }

    def label_from_instance(self, obj: Any) -> str:
        """Name the role."""
        return str(self.NAMES.get(obj.name, obj.name))


class MemberForm(WagtailAdminModelForm):
    """What an administrator may change of a person: not her address, her password or her state."""

    reads = forms.MultipleChoiceField(
        label=gettext_lazy("Languages read"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    groups = Roles(
        Role.objects.order_by("name"),
        label=gettext_lazy("Roles in the CMS"),
        help_text=gettext_lazy("Leave all open for a member without work in the CMS."),
        required=False,
    )

    class Meta:
        model = Member
        fields = ("name", "organisation", "function", "language", "reads", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = Organisation.objects.order_by("name_nl" if get_language() == "nl" else "name_fr")
        self.fields["organisation"].queryset = by_name

    def save(self, commit: bool = True) -> Member:  # noqa: FBT001, FBT002  # Django's signature
        """Save, and put her into the groups whose rule she meets now."""
        member = super().save(commit)
        if commit:
            refill_groups_of(member)
            announce(f"member:{member.pk}")
        return member


class MemberViewSet(ModelViewSet):
    """Accounts: a list with the waiting first, a page for each, decisions with a question before."""

    model = Member
    name = "members"
    icon = "user"
    menu_label = gettext_lazy("Members")
    index_view_class = MemberList
    edit_view_class = MemberEdit
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = MemberList.search_fields
    filterset_class = MemberList.filterset_class

    def get_form_class(self, for_update: bool = False) -> type[MemberForm]:  # noqa: FBT001, FBT002  # Wagtail's
        """The same form always: there is no other."""
        return MemberForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the decisions."""
        decide = self.construct_view(DecisionView)
        return [*super().get_urlpatterns(), path("<int:pk>/decide/<slug:decision>/", decide, name="decide")]


_ALL_ROOMS = gettext_lazy("All rooms, in 30 days (a mail tells them today)")


class _OrganisationCreate(MovesPeople, CreateView):
    pass


class _OrganisationEdit(Previewed, MovesPeople, EditView):
    def rehearse(self, form: Any) -> list[Change]:
        """Groups filled by rule, and all of its people when the organisation leaves."""
        before = Organisation.objects.get(pk=form.instance.pk)
        changes = rehearse(lambda: (form.save(), refill_groups()), look_at_groups)
        former = Organisation.Standing.FORMER
        if before.standing != former and form.cleaned_data["standing"] == former:
            changes.append(Change(name=str(_ALL_ROOMS), going=list(before.members.filter(is_active=True))))
        return changes


class _OrganisationDelete(MovesPeople, DeleteView):
    pass


class OrganisationViewSet(ModelViewSet):
    """Who people work for, with the mail domains that vouch for newcomers."""

    model = Organisation
    name = "organisations"
    icon = "home"
    add_view_class = _OrganisationCreate
    edit_view_class = _OrganisationEdit
    delete_view_class = _OrganisationDelete
    copy_view_enabled = False
    list_display = ("__str__", "kind", "standing", Column("domain_list", label=gettext_lazy("Mail domains")))
    list_filter = ("kind", "standing")
    search_fields = ("name_fr", "name_nl", "domains__domain")
    panels = (
        _NAMES,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("standing")]),
        InlinePanel(
            "domains",
            heading=gettext_lazy("Mail domains"),
            label=gettext_lazy("mail domain"),
            help_text=gettext_lazy(
                "Who verifies an address there becomes a member at once, as long as the organisation is a member or a"
                " partner."
            ),
        ),
    )


class GroupForm(WagtailAdminModelForm):
    """A group: a rule, or people picked by hand."""

    people = TickedRows(
        Member.objects.none(),
        label=gettext_lazy("People"),
        help_text=gettext_lazy("Only for a group that no rule fills."),
        required=False,
    )

    class Meta:
        model = Group
        fields = (
            "name_fr", "name_nl", "name_de", "name_en", "by_rule", "organisations", "organisation_kind",
            "function_contains", "people",
        )  # fmt: skip
        widgets = {"organisations": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = Member.objects.filter(state=Member.State.APPROVED).select_related("organisation")
        self.fields["people"].queryset = approved.order_by("name")
        self.fields["people"].label_from_instance = _name_and_organisation
        if self.instance.pk:
            self.initial["people"] = list(self.instance.memberships.values_list("member", flat=True))

    def clean(self) -> dict[str, Any]:
        """A rule without a condition would hold everybody."""
        said = super().clean()
        if said.get("by_rule") and not any(
            said.get(name) for name in ("organisations", "organisation_kind", "function_contains")
        ):
            raise ValidationError(_("Give the rule at least one condition, or fill the group by hand."))
        return said

    def save(self, commit: bool = True) -> Group:  # noqa: FBT001, FBT002  # Django's signature
        """Save, then fill."""
        group = super().save(commit)
        if commit and group.by_rule:
            refill_group(group)
        elif commit:
            fill_by_hand(group, members=self.cleaned_data["people"])
        return group


class _GroupCreate(Previewed, CreateView):
    def rehearse(self, form: Any) -> list[Change]:
        """Its people, and the rooms that follow it."""
        return rehearse(form.save, look_at_groups)


class _GroupEdit(Previewed, EditView):
    def rehearse(self, form: Any) -> list[Change]:
        """Its people, and the rooms that follow it."""
        return rehearse(form.save, lambda: look_at_groups([form.instance.pk]))


class _GroupDelete(PreviewedDelete, DeleteView):
    def rehearse(self) -> list[Change]:
        """The rooms that followed it."""
        pk = self.object.pk
        rooms = people_by_groups([pk])
        return rehearse(lambda: Group.objects.get(pk=pk).delete(), lambda: people_at(rooms))


class GroupViewSet(ModelViewSet):
    """Named sets of members."""

    add_view_class = _GroupCreate
    edit_view_class = _GroupEdit
    delete_view_class = _GroupDelete

    model = Group
    name = "member-groups"
    icon = "group"
    copy_view_enabled = False
    list_display = ("__str__", "by_rule", Column("size", label=gettext_lazy("People")))
    search_fields = ("name_fr", "name_nl")

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:  # noqa: FBT001, FBT002  # Wagtail's
        """The one form."""
        return GroupForm


class PeopleViewSets(ViewSetGroup):
    """One entry of the menu."""

    items = (MemberViewSet, InvitationViewSet, OrganisationViewSet, GroupViewSet)
    menu_label = gettext_lazy("People")
    menu_icon = "group"
    menu_order = 350


class RetiredUserViewSet(ViewSet):
    """The addresses by which Wagtail's own screens still link to users; each leads to the members' screens."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """The three names that Wagtail reverses."""
        return [
            path("", _to_members, name="index"),
            path("edit/<int:pk>/", _to_member, name="edit"),
            path("usage/<int:pk>/", _to_member, name="usage"),
        ]


def _to_members(request: HttpRequest) -> HttpResponse:
    return redirect("members:index")


def _to_member(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("members:edit", pk)


def _name_and_organisation(member: Member) -> str:
    return f"{member.name} – {member.organisation.name}" if member.organisation else member.name
