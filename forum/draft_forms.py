"""What is sent to keep a draft: anything that the writing forms hold, none of it required."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from forum.drafting import NO_ROOM
from forum.file_forms import FilesForm
from forum.models import Topic
from richtext.fields import RichTextFormField

PLACE = RegexValidator(re.compile(r"\A(?:room:\d{1,18}|comment:\d{1,18}|topic:\d{1,18}(?::to:\d{1,18})?)\Z"))


class PlaceForm(forms.Form):
    """The name of a place."""

    place = forms.CharField(max_length=60, validators=[PLACE])


class DraftForm(PlaceForm, FilesForm):
    """Words that are not finished."""

    title = forms.CharField(required=False)
    body = RichTextFormField(required=False)
    language = forms.CharField(required=False, max_length=2)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Topic.Kind.choices])
    room = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    client_token = forms.UUIDField(required=False)

    @property
    def destination(self) -> str:
        """Where it would go now: the room of a new topic may have been chosen since."""
        place: str = self.cleaned_data["place"]
        room: Any = self.cleaned_data.get("room")
        return (f"room:{room}" if room else NO_ROOM) if place.startswith("room:") else place
