"""What readers and animators may say about what was said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.models import Comment, Report
from forum.models.comments import CommentQuerySet
from forum.splitting import MOST
from interface.forms import TickedRows


class ReportForm(forms.Form):
    """Why the animators should look at a comment."""

    reason = forms.ChoiceField(
        label=_("What is the matter with it?"),
        choices=[(reason.value, reason.label) for reason in Report.REASONS],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What should the animators know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LeaveForm(forms.Form):
    """A sentence to who reported a comment that stays."""

    answer = forms.CharField(
        label=_("A sentence for whoever reported it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RemoveForm(forms.Form):
    """The reason for removing a comment, as it is asked in the queue."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the message's place for everybody to read."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SplitForm(forms.Form):
    """The title of a new topic, and which comments it is made of."""

    title = forms.CharField(label=_("Title of the new discussion"), max_length=160)
    chosen = TickedRows(
        Comment.objects.none(),
        error_messages={"required": _("Choose at least one message.")},
    )

    def __init__(self, *args: Any, comments: CommentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = comments  # type: ignore[attr-defined]  # it is a field of rows

    def clean_chosen(self) -> list[int]:
        """Return the keys of what was chosen, and refuse more than one form can move."""
        chosen = [comment.pk for comment in self.cleaned_data["chosen"]]
        if len(chosen) > MOST:
            raise forms.ValidationError(_("At most 100 messages can be moved at once."), code="max_length")
        return chosen
