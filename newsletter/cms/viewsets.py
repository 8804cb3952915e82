"""The newsletter's entries in the menu: issues, publications, rubrics, subscribers."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView, InspectView
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from newsletter import permissions, sources
from newsletter.board import languages_of, rule_preview
from newsletter.cms import previews, screens, verbs
from newsletter.cms.forms import next_hour
from newsletter.models import Publication, Rubric, Subscriber, Subscription


class TeamMenuItem(MenuItem):
    """Shown to those who compose, approve or send."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask for any of the three rights."""
        return any(permissions.may(request.user, permission) for permission in permissions.ALL)


class IssueViewSet(ViewSet):
    """Issues and their screens."""

    name = "newsletter_issues"
    url_prefix = "letters/issues"
    icon = "mail"
    menu_label = gettext_lazy("Issues")
    menu_name = "issues"
    menu_order = 10
    menu_item_class = TeamMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Every screen and button."""
        return [
            path("", screens.IssueList.as_view(), name="index"),
            path("new/", screens.NewIssue.as_view(), name="new"),
            path("<int:pk>/", screens.IssueScreen.as_view(), name="screen"),
            path("<int:pk>/words/<str:language>/", screens.IssueWords.as_view(), name="words"),
            path("<int:pk>/items/<int:item>/", screens.ItemWords.as_view(), name="item"),
            path("<int:pk>/items/<int:item>/arrange/", verbs.arrange, name="arrange"),
            path("<int:pk>/rubrics/<int:rubric>/add/", verbs.add, name="add"),
            path("<int:pk>/steps/<str:name>/", verbs.take_step, name="step"),
            path("<int:pk>/decline/", verbs.decline, name="decline"),
            path("<int:pk>/plan/", verbs.plan, name="plan"),
            path("<int:pk>/test/", verbs.test, name="test"),
            path("<int:pk>/preview/<str:language>/<str:format>/", previews.IssuePreview.as_view(), name="preview"),
            path("<int:pk>/preview/<str:language>/<str:format>/part/", previews.preview_part, name="preview_part"),
        ]


_NAMES = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_nl")]),
        FieldRowPanel([FieldPanel("slug_fr"), FieldPanel("slug_nl")]),
        FieldRowPanel([FieldPanel("about_fr"), FieldPanel("about_nl")]),
        FieldRowPanel([FieldPanel("frequency_fr"), FieldPanel("frequency_nl")]),
    ],
    heading=gettext_lazy("What it is"),
)


class PublicationViewSet(ModelViewSet):
    """Publications: name, audience, sender, look."""

    model = Publication
    name = "newsletter_publications"
    url_prefix = "letters/publications"
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Publications")
    menu_order = 20
    list_display = [
        "__str__",
        Column("group", label=gettext_lazy("Only for the group")),
        BooleanColumn("active", label=gettext_lazy("Active")),
    ]
    inspect_view_enabled = False
    copy_view_enabled = False
    panels = [
        _NAMES,
        MultiFieldPanel(
            [FieldPanel("active"), FieldPanel("group"), FieldPanel("legal_basis")], heading=gettext_lazy("For whom")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("sender_name_fr"), FieldPanel("sender_name_nl")]),
                FieldRowPanel([FieldPanel("sender_address"), FieldPanel("reply_to")]),
            ],
            heading=gettext_lazy("Sender"),
        ),
        MultiFieldPanel([FieldPanel("colour"), FieldPanel("logo")], heading=gettext_lazy("Look")),
    ]


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


RUBRIC_PANELS = [
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


class RubricViewSet(ModelViewSet):
    """Rubrics: order, names, rule."""

    model = Rubric
    name = "newsletter_rubrics"
    url_prefix = "letters/rubrics"
    icon = "list-ul"
    menu_label = gettext_lazy("Rubrics")
    menu_order = 30
    index_view_class = RubricList
    edit_view_class = RubricEdit
    list_display = ["__str__", "publication", "order", "layout", "maximum"]
    copy_view_enabled = False
    edit_handler = ObjectList(RUBRIC_PANELS, base_form_class=RubricForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the look at the rule."""
        return [*super().get_urlpatterns(), path("rule/<int:pk>/", RulePreview.as_view(), name="rule")]


class SubscriberFilters(WagtailFilterSet):
    """By publication, state and language."""

    publication = django_filters.ModelChoiceFilter(
        field_name="subscriptions__publication", queryset=Publication.objects.all(), label=gettext_lazy("Publication")
    )
    state = django_filters.ChoiceFilter(
        field_name="subscriptions__state", choices=Subscription.State, label=gettext_lazy("State")
    )

    class Meta:
        model = Subscriber
        fields = ("publication", "state", "language")


class SubscriberList(IndexView):
    """All addresses, newest first; nobody edits them here."""

    filterset_class = SubscriberFilters
    search_fields = ("address", "address_normal")
    is_searchable = True
    page_title = gettext_lazy("Subscribers")

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        """Leave erased ones out."""
        found = Subscriber.objects.filter(erased_at=None).prefetch_related("subscriptions__publication")
        return found.distinct().order_by("-created_at", "-pk")

    def search_queryset(self, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        """Find a part of an address; capitals do not count."""
        words = self.search_query
        if not words:
            return queryset
        return queryset.filter(Q(address__icontains=words) | Q(address_normal__icontains=words.lower()))


class SubscriberInspect(InspectView):
    """One address: its subscriptions, and the record of its consent."""

    template_name = "newsletter/cms/subscriber.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both."""
        subscriptions = self.object.subscriptions.select_related("publication")
        consents = self.object.consents.select_related("publication").order_by("-at", "-pk")
        return super().get_context_data(**kwargs) | {"subscriptions": subscriptions, "consents": consents}


def _received(subscriber: Subscriber) -> str:
    return ", ".join(
        f"{subscription.publication} ({subscription.get_state_display()})"
        for subscription in subscriber.subscriptions.all()
    )


def _its_page(subscriber: Subscriber) -> str:
    return reverse("newsletter_subscribers:inspect", args=[subscriber.pk])


class SubscriberViewSet(ModelViewSet):
    """Subscribers and their consents, to read."""

    model = Subscriber
    name = "newsletter_subscribers"
    url_prefix = "letters/subscribers"
    icon = "group"
    menu_label = gettext_lazy("Subscribers")
    menu_order = 40
    index_view_class = SubscriberList
    inspect_view_class = SubscriberInspect
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ["language"]
    list_display = [
        TitleColumn("address", label=gettext_lazy("Address"), get_url=_its_page),
        "language",
        Column("received", label=gettext_lazy("Receives"), accessor=_received),
        DateColumn("created_at", label=gettext_lazy("Since")),
    ]


class LetterViewSets(ViewSetGroup):
    """One entry of the menu."""

    menu_label = gettext_lazy("Newsletters")
    menu_name = "newsletters"
    menu_icon = "mail"
    menu_order = 120
    items = (IssueViewSet, PublicationViewSet, RubricViewSet, SubscriberViewSet)
