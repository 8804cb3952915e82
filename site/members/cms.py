"""Views and parts of the CMS's screens about people."""

from typing import Any

import django_filters
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy

from members.approval import welcome_waiting
from members.decisions import DECISIONS, Decision, open_decisions
from members.errors import MemberError
from members.groups import refill_groups
from members.handing_over import preview, successors_of
from members.leaving import settle_standing
from members.models import Member, Organisation
from members.permissions import may_decide, signed_in


class MemberPolicy(ModelPermissionPolicy):
    """Nobody adds or deletes people here: they sign up themselves, and leave by deactivation or erasure."""

    def user_has_permission(self, user: Member, action: str) -> bool:
        """Answer with the role's rights, but for what nobody can."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


class MembersWaiting(Component):
    """The dashboard's note: so many people wait for approval."""

    name = "members_waiting"
    template_name = "members/cms/waiting_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count for those who can decide; for others there is nothing to show."""
        person = parent_context["request"].user
        count = Member.objects.waiting().count() if person.has_perm("members.approve_member") else 0
        return {"count": count, "list_url": f"{reverse('members:index')}?state={Member.State.PENDING}"}


class MemberFilters(WagtailFilterSet):
    """What the list of members can be narrowed by."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=Member.State, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        field_name="organisation__kind",
        label=gettext_lazy("Kind of organisation"),
        choices=Organisation.Kind,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Member
        fields = ("state", "kind")


class MemberList(IndexView):
    """All accounts, those who wait for a decision first."""

    filterset_class = MemberFilters
    search_fields = ("name", "email", "organisation__name_fr", "organisation__name_nl", "organisation_stated")
    page_title = gettext_lazy("Members")

    @cached_property
    def columns(self) -> list[Column]:
        """What one sees of each."""
        return [
            self._get_title_column("name"),
            Column("state_in_words", label=gettext_lazy("State"), accessor=state_in_words),
            Column("organisation", label=gettext_lazy("Organisation"), accessor=organisation_in_words),
            Column("function", label=gettext_lazy("Function")),
            DateColumn("joined_at", label=gettext_lazy("Since"), sort_key="joined_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Member]:
        """Waiting first, then by name."""
        verified = EmailAddress.objects.filter(user=OuterRef("pk"), primary=True, verified=True)
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        waiting = Case(When(state=Member.State.PENDING, has_verified=True, then=Value(0)), default=Value(1))
        return (
            Member.objects.select_related("organisation")
            .annotate(has_verified=Exists(verified), with_second_factor=Exists(factors))
            .order_by(waiting, "name", "pk")
        )

    def get_list_more_buttons(self, instance: Member) -> list[Any]:
        """Edit, and each decision that is open."""
        decisions = [
            Button(decision.label, url=decision_url(instance, decision), priority=20)
            for decision in open_decisions(self.request.user, instance)
        ]
        return [*super().get_list_more_buttons(instance), *decisions]


class MemberEdit(EditView):
    """One person: what is known of her, what can be decided, and her editable details."""

    template_name = "members/cms/member_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the facts and the decisions."""
        context = super().get_context_data(**kwargs)
        member = self.object
        member.has_verified = member.emailaddress_set.filter(primary=True, verified=True).exists()
        decisions = [(one, decision_url(member, one)) for one in open_decisions(self.request.user, member)]
        return context | {"state": state_in_words(member), "decisions": decisions}


class DecisionForm(forms.Form):
    """What a decision asks for."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.exclude(standing=Organisation.Standing.FORMER),
        label=gettext_lazy("She works for"),
        required=False,
        empty_label=gettext_lazy("No organisation of the network"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, told to her in this mail and when she tries to log in"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    successor = forms.ModelChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Who takes over from her"),
        help_text=gettext_lazy("A member of the same organisation: she gets what is counted above."),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )

    def __init__(self, *args: Any, asks: tuple[str, ...], member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(asks):
            del self.fields[name]
        if "successor" in self.fields:
            self.fields["successor"].queryset = successors_of(member)  # type: ignore[attr-defined]  # it is a choice


class DecisionView(WagtailAdminTemplateMixin, FormView[DecisionForm]):
    """Asks whether it is meant, and does it."""

    form_class = DecisionForm
    template_name = "members/cms/decide.html"
    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person and the decision."""
        super().setup(request, *args, **kwargs)
        self.member = get_object_or_404(Member.objects.select_related("organisation"), pk=kwargs["pk"])
        self.decision = self._decision(kwargs["decision"])

    def _decision(self, name: str) -> Decision:
        if name not in DECISIONS or not may_decide(signed_in(self.request), self.member):
            raise Http404
        return DECISIONS[name]

    def get_page_title(self) -> str:
        """The question itself."""
        return str(self.decision.question)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Members, the person, the question."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("members:index"), "label": _("Members")},
            {"url": self.get_success_url(), "label": self.member.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask only what this decision needs."""
        initial = {"organisation": self.member.organisation_id}
        return super().get_form_kwargs() | {"asks": self.decision.asks, "member": self.member, "initial": initial}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Do it, or say why not."""
        try:
            self.decision.verb(self.member, by=self.request.user, **form.cleaned_data)
        except MemberError as error:
            messages.error(self.request, str(error))
            return redirect(self.get_success_url())
        messages.success(self.request, self.decision.done % {"name": self.member.name})
        return redirect("members:index")

    def get_success_url(self) -> str:
        """The person's page."""
        return reverse("members:edit", args=(self.member.pk,))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show who it is about."""
        context = super().get_context_data(**kwargs)
        passes = preview(self.member) if "successor" in self.decision.asks else []
        about = {"member": self.member, "decision": self.decision, "passes": passes}
        return context | about | {"back_url": self.get_success_url()}


class MovesPeople:
    """For screens of organisations: a change can let people in, and move them into and out of groups."""

    def save_instance(self) -> Any:
        """Save, then let in and refill; an organisation that leaves or returns takes its people along."""
        instance = self.form.instance  # type: ignore[attr-defined]  # a mixin for Wagtail's views
        before = Organisation.objects.filter(pk=instance.pk).values_list("standing", flat=True).first()
        saved = super().save_instance()  # type: ignore[misc]
        welcome_waiting(saved)
        refill_groups()
        settle_standing(saved, before=before or saved.standing, by=self.request.user)  # type: ignore[attr-defined]
        return saved

    def delete_action(self) -> Any:
        """Delete, then refill."""
        deleted = super().delete_action()  # type: ignore[misc]  # a mixin for Wagtail's views
        refill_groups()
        return deleted


def decision_url(member: Member, decision: Decision) -> str:
    """Where a decision is asked."""
    return reverse("members:decide", args=(member.pk, decision.name))


def state_in_words(member: Member) -> str:
    """The state, and for newcomers whether one can decide already."""
    if member.state == Member.State.PENDING and not getattr(member, "has_verified", True):
        return _("Has not confirmed the address yet")
    return member.get_state_display()


def organisation_in_words(member: Member) -> str:
    """The organisation, or what she wrote for want of one."""
    if member.organisation:
        return member.organisation.name
    return f"“{member.organisation_stated}”" if member.organisation_stated else ""
