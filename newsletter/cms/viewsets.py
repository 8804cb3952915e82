"""The newsletter's entries in the menu: issues, publications, rubrics, subscribers."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from newsletter import permissions
from newsletter.cms import previews, rubrics, screens, subscribers, verbs
from newsletter.models import Publication, Rubric, Subscriber


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
    delete_view_class = rubrics.DeleteUnused
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


class RubricViewSet(ModelViewSet):
    """Rubrics: order, names, rule."""

    model = Rubric
    name = "newsletter_rubrics"
    url_prefix = "letters/rubrics"
    icon = "list-ul"
    menu_label = gettext_lazy("Rubrics")
    menu_order = 30
    index_view_class = rubrics.RubricList
    edit_view_class = rubrics.RubricEdit
    delete_view_class = rubrics.DeleteUnused
    list_display = ["__str__", "publication", "order", "layout", "maximum"]
    copy_view_enabled = False
    edit_handler = ObjectList(rubrics.PANELS, base_form_class=rubrics.RubricForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the look at the rule."""
        return [*super().get_urlpatterns(), path("rule/<int:pk>/", rubrics.RulePreview.as_view(), name="rule")]


class SubscriberViewSet(ModelViewSet):
    """Subscribers and their consents, to read."""

    model = Subscriber
    name = "newsletter_subscribers"
    url_prefix = "letters/subscribers"
    icon = "group"
    menu_label = gettext_lazy("Subscribers")
    menu_order = 40
    index_view_class = subscribers.SubscriberList
    inspect_view_class = subscribers.SubscriberInspect
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ["language"]
    list_display = [
        TitleColumn("address", label=gettext_lazy("Address"), get_url=subscribers.its_page),
        "language",
        Column("received", label=gettext_lazy("Receives"), accessor=subscribers.received),
        DateColumn("created_at", label=gettext_lazy("Since")),
    ]


class LetterViewSets(ViewSetGroup):
    """One entry of the menu."""

    menu_label = gettext_lazy("Newsletters")
    menu_name = "newsletters"
    menu_icon = "mail"
    menu_order = 120
    items = (IssueViewSet, PublicationViewSet, RubricViewSet, SubscriberViewSet)
