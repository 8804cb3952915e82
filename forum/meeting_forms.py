"""What animators say about a meeting."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.file_forms import FilesField
from forum.models import Attachment, Meeting
from forum.series import MOST, Rhythm
from interface.forms import TickedRows
from richtext.fields import RichTextFormField


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


def _hour(**options: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **options)


class MeetingForm(forms.Form):
    """When, where and what for; the base of planning and of changing."""

    title_fr = forms.CharField(
        label=_("Title in French"), max_length=160, required=False, widget=forms.TextInput(attrs={"lang": "fr"})
    )
    title_nl = forms.CharField(
        label=_("Title in Dutch"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"lang": "nl"}),
        help_text=_("One language is enough; with both, everybody reads her own."),
    )
    day = _day(label=_("Day"))
    starts = _hour(label=pgettext_lazy("hour", "From"))
    ends = _hour(label=pgettext_lazy("hour", "Until"))
    last_day = _day(label=_("Last day"), required=False, help_text=_("Only when it lasts longer than a day."))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to the video-conference"), max_length=500, required=False, assume_scheme="https"
    )
    agenda = RichTextFormField(label=pgettext_lazy("of a meeting", "Agenda"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and for an end after the beginning."""
        said = super().clean() or self.cleaned_data
        if not said.get("title_fr") and not said.get("title_nl") and not {"title_fr", "title_nl"} & set(self.errors):
            self.add_error("title_fr", _("Write a title in French, in Dutch or in both."))
        if {"day", "starts", "ends"} <= set(said) and self.ends_at <= self.starts_at:
            self.add_error("ends", _("A meeting ends after it has begun."))
        return said

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        return self._moment(self.cleaned_data["day"], self.cleaned_data["starts"])

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends."""
        return self._moment(self.cleaned_data.get("last_day") or self.cleaned_data["day"], self.cleaned_data["ends"])

    def details(self) -> dict[str, Any]:
        """Return what the verbs take."""
        words = {name: self.cleaned_data[name] for name in ("title_fr", "title_nl", "place", "link")}
        return {
            **words, "starts_at": self.starts_at, "ends_at": self.ends_at, "agenda_html": self.cleaned_data["agenda"],
        }  # fmt: skip

    @staticmethod
    def _moment(day: Any, hour: time) -> datetime:
        return timezone.make_aware(datetime.combine(day, hour))


class PlanForm(MeetingForm):
    """A new meeting, alone or the first of a series."""

    rhythm = forms.ChoiceField(
        label=_("Does it come again?"),
        choices=[("", _("No, once")), *Rhythm.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    times = forms.IntegerField(label=_("How many times in all"), required=False, min_value=2, max_value=MOST)
    until = _day(label=_("Or until this day"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask when a series ends."""
        said = super().clean()
        if said.get("rhythm") and not said.get("times") and not said.get("until") and "times" not in self.errors:
            self.add_error("times", _("Say how many times the meeting takes place, or until when."))
        if said.get("rhythm") and said.get("until") and said.get("day") and said["until"] < said["day"]:
            self.add_error("until", _("This day is before the first meeting."))
        return said

    def details(self) -> dict[str, Any]:
        """Add the series."""
        return super().details() | {name: self.cleaned_data[name] for name in ("rhythm", "times", "until")}


class ChangeForm(MeetingForm):
    """A meeting as it stands, with its minutes and files."""

    minutes = RichTextFormField(label=pgettext_lazy("of a meeting", "Minutes"), required=False)
    added_files = FilesField(label=_("Files to add"), required=False)
    removed_files = TickedRows(Attachment.objects.none(), label=_("Files to take away"), required=False)
    whole_series = forms.BooleanField(
        label=_("Change those to come in this series as well"),
        required=False,
        help_text=_("Title, hours, place and link; agenda, minutes and files are of this one alone."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        words = {name: getattr(meeting, name) for name in ("title_fr", "title_nl", "place", "link")}
        hours = {"day": start.date(), "starts": start.time(), "ends": end.time()}
        rest = {"agenda": meeting.agenda_html, "minutes": meeting.minutes_html}
        last = {"last_day": end.date() if end.date() != start.date() else None}
        kwargs["initial"] = {**words, **hours, **last, **rest}
        super().__init__(*args, **kwargs)
        files = meeting.attachments.all()
        self.fields["removed_files"].queryset = files  # type: ignore[attr-defined]  # they are TickedRows
        if not files:
            del self.fields["removed_files"]
        if meeting.series is None:
            del self.fields["whole_series"]

    def details(self) -> dict[str, Any]:
        """Add the minutes, the files that go, and whether the series follows."""
        whole = bool(self.cleaned_data.get("whole_series"))
        gone = list(self.cleaned_data.get("removed_files") or ())
        minutes = self.cleaned_data["minutes"]
        return super().details() | {"minutes_html": minutes, "whole_series": whole, "removed_files": gone}


class CancelForm(forms.Form):
    """Whether the rest of a series goes too."""

    whole_series = forms.BooleanField(label=_("Cancel those to come in this series as well"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting.series is None:
            del self.fields["whole_series"]
