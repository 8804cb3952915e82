"""What editors fill in."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminDateTimeInput

from interface.forms import TickedRows
from members.models import Member
from newsletter import permissions
from newsletter.models import Publication
from newsletter.models.pages import EDITO_FEATURES


def next_hour(publication: Publication | None) -> datetime:
    """Propose an hour: two weeks after the publication's last issue, at the same time, or tomorrow at 8:30."""
    last = publication.issues.order_by("-planned_for").first() if publication else None
    proposed = timezone.localtime(last.planned_for) + timedelta(days=14) if last else None
    if proposed is not None and proposed > timezone.now():
        return proposed
    tomorrow = timezone.localtime() + timedelta(days=1)
    return tomorrow.replace(hour=8, minute=30, second=0, microsecond=0)


class PlanForm(forms.Form):
    """When an issue leaves."""

    planned_for = forms.DateTimeField(
        label=_("Leaves on"),
        widget=AdminDateTimeInput,
        help_text=_("Brussels time, like 2026-11-24 08:30."),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("This is no date and hour. Write it like 2026-11-24 08:30.")
        ),
    )

    def clean_planned_for(self) -> datetime:
        """Refuse an hour that has gone by."""
        planned_for: datetime = self.cleaned_data["planned_for"]
        if planned_for <= timezone.now():
            raise forms.ValidationError(_("This hour has gone by. Choose one that is still to come."))
        return planned_for


class NewIssueForm(PlanForm):
    """Of which publication, and when."""

    publication = forms.ModelChoiceField(Publication.objects.filter(active=True), label=_("Publication"))
    field_order = ["publication", "planned_for"]


class WordsForm(forms.Form):
    """An issue's words in one language."""

    subject = forms.CharField(
        label=_("Subject of the mail"),
        max_length=78,
        required=False,
        help_text=_("At most 78 characters. Example: “Two trainings, and the new guide on mediation”."),
    )
    preheader = forms.CharField(
        label=_("Preview line"),
        max_length=110,
        required=False,
        help_text=_("What mail programs show after the subject: 40 to 110 characters that do not repeat it."),
    )
    edito = forms.CharField(label=_("Editorial"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edito"].widget = get_rich_text_editor_widget("default", features=EDITO_FEATURES)


class ItemTextForm(forms.Form):
    """Another title or lead for an item, in one language."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    lead = forms.CharField(label=_("Lead"), max_length=1200, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class TestForm(forms.Form):
    """Who gets the test."""

    people = TickedRows(Member.objects.none(), label=_("To"))

    def __init__(self, *args: Any, person_pk: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, TickedRows)  # noqa: S101  # declared above
        field.queryset = permissions.people_who_may(*permissions.ALL).order_by("name")
        self.initial.setdefault("people", [person_pk])


class CommentForm(forms.Form):
    """Why not."""

    comment = forms.CharField(label=_("What should change?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
