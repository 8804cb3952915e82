"""The CMS's screens for invitations: a pasted list with its preview, and what became of each."""

from typing import Any

import django_filters
from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from members.errors import MemberError
from members.invitation_forms import InviteForm, look_up, terms_of
from members.inviting import invite, send_invitation, withdraw_invitation
from members.models import Invitation, Member
from members.permissions import signed_in
from members.places import names_by_place, place_names

State = Invitation.State
_STATES = {
    State.OPEN: Q(accepted_at=None, withdrawn_at=None),
    State.ACCEPTED: Q(accepted_at__isnull=False),
    State.WITHDRAWN: Q(accepted_at=None, withdrawn_at__isnull=False),
}


class InvitationPolicy(ModelPermissionPolicy):
    """Invitations are written from a list and taken back, never edited or deleted: they say who let whom in."""

    def user_has_permission(self, user: Member, action: str) -> bool:
        """Answer with the role's rights, but for what nobody does."""
        return action not in {"change", "delete"} and super().user_has_permission(user, action)


class InvitationFilters(WagtailFilterSet):
    """What the list can be narrowed by."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=State, widget=forms.CheckboxSelectMultiple, method="in_states"
    )

    class Meta:
        model = Invitation
        fields = ("state", "language")

    def in_states(self, rows: "QuerySet[Invitation]", name: str, states: list[str]) -> "QuerySet[Invitation]":
        """Keep invitations in one of these states."""
        wanted = Q()
        for state in states:
            wanted |= _STATES[State(state)]
        return rows.filter(wanted)


class InvitationList(IndexView):
    """All invitations, the latest first."""

    filterset_class = InvitationFilters
    page_title = gettext_lazy("Invitations")

    def get_base_queryset(self) -> "QuerySet[Invitation]":
        """With what the columns show."""
        return Invitation.objects.select_related("organisation", "by", "accepted_by").order_by("-at", "-pk")

    @property
    def columns(self) -> list[Column]:
        """What one sees of each."""
        return [
            self._get_title_column("email"),
            Column("name", label=gettext_lazy("Name")),
            Column("state", label=gettext_lazy("State"), accessor=lambda row: row.state.label),
            Column("organisation", label=gettext_lazy("Organisation")),
            Column("places", label=gettext_lazy("Rooms"), accessor="place_words"),
            Column("by", label=gettext_lazy("Invited by")),
            DateColumn("sent_at", label=gettext_lazy("Last mail"), sort_key="sent_at"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the places of all rows at once."""
        context = super().get_context_data(**kwargs)
        rows = context["object_list"]
        named = names_by_place({place for row in rows for place in row.places})
        for row in rows:
            row.place_words = ", ".join(named[place] for place in row.places if place in named)
        return dict(context)

    @property
    def header_buttons(self) -> list[Any]:
        """Inviting."""
        return [HeaderButton(_("Invite people"), url=reverse("invitations:invite"), icon_name="plus")]

    def get_list_more_buttons(self, instance: Invitation) -> list[Any]:
        """Sending again and taking back, while nobody has accepted."""
        if instance.state != State.OPEN:
            return []
        steps = (("send", _("Send again")), ("withdraw", _("Take back")))
        return [
            Button(label, url=reverse(f"invitations:{step}", args=[instance.pk]), priority=20) for step, label in steps
        ]


class _InvitingView(WagtailAdminTemplateMixin, PermissionCheckedMixin):
    """For those who may invite."""

    permission_policy = ModelPermissionPolicy(Invitation)
    permission_required = "add"
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Invitations, and what is done."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("invitations:index"), "label": _("Invitations")},
            {"url": "", "label": self.get_page_title()},
        ]


class InviteView(_InvitingView, FormView[InviteForm]):
    """A list is pasted; the second time, after its preview, it is done."""

    form_class = InviteForm
    template_name = "members/cms/invite.html"
    page_title = gettext_lazy("Invite people")

    def get_initial(self) -> dict[str, Any]:
        """Start with one's own language."""
        return {"language": signed_in(self.request).language}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Show what would happen, then do it."""
        invitees = look_up(form.cleaned_data["addresses"], by=signed_in(self.request))
        invited = [invitee for invitee in invitees if invitee.is_invited]
        if "confirmed" not in self.request.POST or not invited:
            terms = terms_of(form)
            about = {"terms": terms, "places": place_names(terms["places"])}
            return self.render_to_response(
                self.get_context_data(form=form, invitees=invitees, count=len(invited), **about)
            )
        with transaction.atomic():
            for invitee in invited:
                invite(invitee.entry.address, by=signed_in(self.request), name=invitee.entry.name, **terms_of(form))
        said = ngettext("%(count)d person is invited.", "%(count)d people are invited.", len(invited))
        messages.success(self.request, said % {"count": len(invited)})
        return redirect("invitations:index")


class _StepView(_InvitingView, TemplateView):
    """One thing to be done with one invitation, after a question."""

    template_name = "members/cms/invitation_step.html"
    question: Any
    consequence: Any
    button: Any
    done: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it."""
        super().setup(request, *args, **kwargs)
        self.invitation = get_object_or_404(Invitation, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """The question."""
        return str(self.question)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page says."""
        words = {"invitation": self.invitation, "consequence": self.consequence, "button": self.button}
        return super().get_context_data(**kwargs) | words

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        try:
            self.act()
        except MemberError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.done % {"address": self.invitation.email})
        return redirect("invitations:index")

    def act(self) -> None:
        """The verb."""
        raise NotImplementedError


class SendAgainView(_StepView):
    """The mail once more."""

    question = gettext_lazy("Send this invitation again?")
    consequence = gettext_lazy("The same mail leaves once more, with the same link.")
    button = gettext_lazy("Send again")
    done = gettext_lazy("The invitation to %(address)s leaves once more.")

    def act(self) -> None:
        """Write it."""
        send_invitation(self.invitation)


class TakeBackView(_StepView):
    """The link opens nothing any more."""

    question = gettext_lazy("Take this invitation back?")
    consequence = gettext_lazy("Its link then only leads to the ordinary sign-up. The person gets no mail about it.")
    button = gettext_lazy("Take back")
    done = gettext_lazy("The invitation to %(address)s is taken back.")

    def act(self) -> None:
        """Withdraw it."""
        withdraw_invitation(self.invitation, by=signed_in(self.request))


class InvitationViewSet(ModelViewSet):
    """Invitations, under People."""

    model = Invitation
    name = "invitations"
    icon = "mail"
    menu_label = gettext_lazy("Invitations")
    index_view_class = InvitationList
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ("email",)
    search_fields = ("email", "name", "organisation__name_fr", "organisation__name_nl")
    filterset_class = InvitationFilters

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the list's form, and the two steps; nothing is made one by one."""
        own = [
            path("invite/", self.construct_view(InviteView), name="invite"),
            path("<int:pk>/send/", self.construct_view(SendAgainView), name="send"),
            path("<int:pk>/withdraw/", self.construct_view(TakeBackView), name="withdraw"),
        ]
        return [*own, *super().get_urlpatterns()]
