"""How editors keep themes and tags: names side by side, the hue chosen by eye."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from interface.colours import hex_shade
from themes.models import Tag, Theme
from themes.widgets import HueSlider

_names = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_nl")]),
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
    ],
    heading=_("Names"),
    help_text=_("French and Dutch are shown on the site; German and English may stay empty."),
)
_addresses = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("slug_fr"), FieldPanel("slug_nl")])],
    heading=_("In addresses"),
    help_text=_("Short, lower case, without accents: “mediation”. Links that people keep break when it changes."),
)


class HueColumn(Column):
    """A slab of the theme's mark, as the site shows it."""

    def get_value(self, instance: Theme) -> SafeString:
        """Return the slab; the CMS's own policy allows the style."""
        return format_html(
            '<svg width="28" height="28" role="img" aria-label="{}"><rect width="14" height="28" fill="{}"/>'
            '<rect x="14" width="14" height="28" fill="{}"/></svg>',
            instance.hue,
            hex_shade(instance.hue, "mark"),
            hex_shade(instance.hue, "wash"),
        )


class ThemeViewSet(SnippetViewSet):
    """The tree of themes."""

    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    menu_name = "themes"
    list_display = ["name_fr", "name_nl", HueColumn("hue", label=_("Hue")), Column("parent", label=_("Part of"))]
    list_filter = ["parent"]
    search_fields = ["name_fr", "name_nl"]
    ordering = ["name_fr"]
    panels = [_names, FieldPanel("parent"), FieldPanel("hue", widget=HueSlider), _addresses]


class TagViewSet(SnippetViewSet):
    """The flat list of tags."""

    model = Tag
    icon = "bars"
    menu_label = _("Tags")
    menu_name = "tags"
    list_display = ["name_fr", "name_nl", "slug_fr"]
    search_fields = ["name_fr", "name_nl"]
    ordering = ["name_fr"]
    panels = [_names, _addresses]


class VocabularyGroup(SnippetViewSetGroup):
    """One menu entry for both."""

    items = (ThemeViewSet, TagViewSet)
    menu_label = _("Themes and tags")
    menu_name = "vocabulary"
    menu_icon = "tag"
    menu_order = 500
