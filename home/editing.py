"""How editors meet content in the CMS: themes and tags to tick, a picture that says what it shows, panels in order."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from interface.forms import TickedRows
from themes.models import Tag, Theme

SESSION_LANGUAGES = [
    ("fr", _("French")),
    ("nl", _("Dutch")),
    ("de", _("German")),
    ("en", _("English")),
    ("sign", _("Sign language")),
]


class ThemeChoice(TickedRows[Any]):
    """Themes to tick, each under the theme that it is part of."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Theme.objects.select_related("parent"), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name the main theme too."""
        return f"{obj.parent.name} › {obj.name}" if obj.parent else obj.name


class SubjectsForm(forms.Form):
    """Keeps the ticked themes and tags as child rows, so that drafts and translations carry them."""

    themes = ThemeChoice(
        label=_("Themes"), help_text=_("The content takes the colour of the first one that is ticked.")
    )
    tags = TickedRows(
        Tag.objects.all(),
        required=False,
        label=_("Tags"),
        help_text=_("They lead the content into the rubrics of the newsletter: “reading”, “good to know”…"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        content = self.instance  # type: ignore[attr-defined]  # mixed into model forms
        self.initial["themes"] = [link.theme_id for link in content.theme_links.all()]
        self.initial["tags"] = [link.tag_id for link in content.tag_links.all()]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, with the child rows replaced by what is ticked."""
        content = self.instance  # type: ignore[attr-defined]
        _replace(content.theme_links, "theme", self.cleaned_data["themes"])
        _replace(content.tag_links, "tag", self.cleaned_data["tags"])
        return super().save(*args, **kwargs)  # type: ignore[misc]


def _replace(links: Any, name: str, wanted: Any) -> None:
    kept = {getattr(link, f"{name}_id"): link for link in links.all()}
    links.set([kept.get(row.pk) or links.model(**{name: row}) for row in wanted])


class ContentForm(SubjectsForm, WagtailAdminPageForm):
    """A page with themes and tags, and words for those who do not see its picture."""

    def clean(self) -> dict[str, Any]:
        """Ask for the alternative text that is missing."""
        cleaned: dict[str, Any] = super().clean() or {}
        silent = cleaned.get("picture") and not cleaned.get("picture_alt") and not cleaned.get("picture_decorative")
        if silent and not self.is_deferred_validation:
            self.add_error(
                "picture_alt",
                ValidationError(_("Say in a few words what the picture shows, or tick that it is decoration.")),
            )
        return cleaned


class EventForm(ContentForm):
    """An event, with the languages of the session to tick."""

    session_languages = forms.MultipleChoiceField(
        choices=SESSION_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Languages of the session"),
    )


class EntryForm(SubjectsForm, WagtailAdminModelForm):
    """A dated entry with themes and tags."""


PICTURE_PANEL = MultiFieldPanel(
    [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_decorative")], heading=_("Picture")
)
SUBJECT_PANEL = MultiFieldPanel([FieldPanel("themes"), FieldPanel("tags")], heading=_("Themes and tags"))
