"""Rubrics in the CMS: their form, their list, and a look at what a rule would select."""

from typing import Any

from django import forms
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.widgets.button import Button, HeaderButton

from newsletter import sources
from newsletter.board import languages_of, rule_preview
from newsletter.cms import screens
from newsletter.cms.forms import next_hour
from newsletter.models import Rubric


class DeleteUnused(DeleteView):
    """What issues have used stays: it says so, instead of failing."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or tell why not."""
        try:
            return super().form_valid(form)
        except ProtectedError:
            name = {"name": str(self.object)}
            messages.error(self.request, _("“%(name)s” was used in issues and cannot be deleted.") % name)
            return redirect(self.index_url_name)


class RubricForm(WagtailAdminModelForm):
    """A rubric, with its kinds as boxes to tick."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of content"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: every kind."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = kind_names()
        self.fields["kinds"].choices = [(kind, names.get(kind, kind)) for kind in sorted(sources.kinds())]
        for name in ("any_tags", "all_tags", "no_tags", "themes"):
            if name in self.fields:
                self.fields[name].widget = forms.CheckboxSelectMultiple(choices=self.fields[name].choices)


def kind_names() -> dict[str, str]:
    """Return what kinds of content are called, in the active language."""
    return {
        "article": _("Article"),
        "dossier": _("Dossier"),
        "entry": _("Entry"),
        "event": _("Event"),
        "resource": _("Resource"),
        "brief": _("Brief"),
        "topic": _("Released discussion"),
    }


class RubricFilters(WagtailFilterSet):
    """Which publication's."""

    class Meta:
        model = Rubric
        fields = ("publication",)


class RubricList(IndexView):
    """All rubrics in their order, each with what its rule would select now."""

    filterset_class = RubricFilters
    default_ordering = ("publication", "order")

    def get_list_buttons(self, instance: Rubric) -> list[Any]:
        """Add the look at the rule."""
        url = reverse("newsletter_rubrics:rule", args=[instance.pk])
        return [*super().get_list_buttons(instance), Button(_("See what its rule selects"), url=url, priority=5)]


class RubricEdit(EditView):
    """A rubric, and the way to what its rule selects."""

    def get_header_buttons(self) -> list[Any]:
        """Add the look at the rule."""
        url = reverse("newsletter_rubrics:rule", args=[self.object.pk])
        return [*super().get_header_buttons(), HeaderButton(_("See what its rule selects"), url=url, icon_name="view")]


class RulePreview(screens.TeamView, TemplateView):
    """What a rubric's rule would select for an issue at the next likely hour, each with its reasons."""

    template_name = "newsletter/cms/rule.html"

    @cached_property
    def rubric(self) -> Rubric:
        """The rubric of the address."""
        return get_object_or_404(Rubric.objects.select_related("publication"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Which rubric."""
        return _("What “%(rubric)s” would select now") % {"rubric": self.rubric}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Where one is."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("newsletter_rubrics:index"), "label": _("Rubrics")},
            {"url": "", "label": str(self.rubric)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the rule."""
        at = next_hour(self.rubric.publication)
        codes = [code for code, _name in languages_of(self.rubric.publication)]
        mine = (get_language() or "")[:2]
        cards = rule_preview(self.rubric, at=at, language=mine if mine in codes else codes[0])
        return super().get_context_data(**kwargs) | {"rubric": self.rubric, "cards": cards, "at": at}


PANELS = [
    FieldPanel("publication"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_nl")]), FieldPanel("hue")],
        heading=gettext_lazy("Name"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("order"), FieldPanel("layout")]), FieldPanel("hide_when_empty")],
        heading=gettext_lazy("In the letter"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("kinds"),
            FieldPanel("any_tags"),
            FieldPanel("all_tags"),
            FieldPanel("no_tags"),
            FieldPanel("themes"),
            FieldRowPanel([FieldPanel("horizon_days"), FieldPanel("ahead_days")]),
            FieldRowPanel([FieldPanel("minimum"), FieldPanel("maximum")]),
            FieldPanel("order_by"),
        ],
        heading=gettext_lazy("Rule"),
    ),
]
