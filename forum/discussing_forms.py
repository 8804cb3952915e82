"""What a member says who starts the discussion about a page."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.forms import RoomChoice, TokenField
from forum.models import Room
from richtext.fields import RichTextFormField

if TYPE_CHECKING:
    from forum.models.rooms import RoomQuerySet


class DiscussForm(forms.Form):
    """The room, and perhaps a first thought; the page's title, lead and address are there already."""

    room = RoomChoice(label=_("Room"), queryset=Room.objects.none(), empty_label=_("Choose a room"))
    body = RichTextFormField(
        label=_("Your first words"), required=False, help_text=_("For example, what you ask yourself after reading it.")
    )
    client_token = TokenField()

    def __init__(self, *args: Any, rooms: "RoomQuerySet", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms.with_readers()  # type: ignore[attr-defined]  # it is a RoomChoice
        if len(rooms) == 1:
            self.fields["room"].initial = rooms[0]
