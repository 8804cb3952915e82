"""What people may send to the forum."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forum.file_forms import FilesForm
from forum.kind_forms import KindFields, Naming, NamingFields
from forum.look_forms import LookForm
from forum.models import Attachment, Comment, Draft, Follow, JoinRequest, Release, Room, Topic
from interface.forms import TickedRows
from languages.guessing import guess
from members.forms import rhythms
from members.models import Member
from richtext.fields import RichTextFormField
from richtext.reading import plain
from themes.models import Tag

LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]
# Half of the widget's own bound: the model's package allows 20,000 characters of words.
LONGEST_COMMENT = 20_000


class TokenField(forms.CharField):
    """The form's own token, so that a form sent twice is one comment; nonsense becomes a new one."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4)

    def clean(self, value: Any) -> UUID:
        """Return the token."""
        try:
            return UUID(str(value))
        except ValueError:
            return uuid4()


class CommentForm(NamingFields, LookForm, FilesForm):
    """A comment: its words, and their language if the guess is not to be trusted."""

    body = RichTextFormField(label=_("Your message"))
    language = forms.ChoiceField(
        label=_("Language of your message"),
        choices=[("", _("Recognise it from the text")), *LANGUAGES],
        required=False,
    )
    client_token = TokenField()
    field_order: tuple[str, ...] = (
        "body",
        "kept",
        "uploads",
        "language",
        "without_name",
        "wording",
        "own_wording",
    )

    def __init__(self, *args: Any, author: Member, naming: Naming | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=author, **kwargs)
        self.author = author
        # Where the words would go, and the draft that they come from; set by the views.
        self.place = ""
        self.draft: Draft | None = None
        self.offer(naming or Naming())

    def clean_body(self) -> str:
        """Refuse more than fits on a screen."""
        body = str(self.cleaned_data["body"])
        if len(plain(body)) > LONGEST_COMMENT:
            raise forms.ValidationError(RichTextFormField.default_error_messages["max_length"], code="max_length")
        return body

    def clean(self) -> dict[str, Any]:
        """Fill in the guessed language."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("language"):
            cleaned["language"] = guess(plain(cleaned.get("body") or ""), self.author.language)
        return cleaned


class EditForm(CommentForm):
    """One's own words once more; with the title where they open a topic."""

    title = forms.CharField(label=_("Title"), max_length=160)
    field_order = ("title", "body", "kept", "uploads", "language")

    def __init__(self, *args: Any, comment: Comment, standing: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, standing=[*comment.attachments.all(), *standing], **kwargs)
        written = {"language": comment.language, "body": comment.body_html, "title": comment.topic.title}
        self.initial = {**written, **self.initial}
        if not comment.is_opening:
            del self.fields["title"]
        del self.fields["client_token"]


class RoomChoice(forms.ModelChoiceField[Room]):
    """A room, with how many people will read what is written there."""

    def label_from_instance(self, room: Room) -> str:
        """Return the room's name and its number of readers."""
        count = room.reader_count
        readers = ngettext("read by %(count)d person", "read by %(count)d people", count) % {"count": count}
        return f"{room.name} – {readers}"


class TopicForm(KindFields, CommentForm):
    """A new topic."""

    room = RoomChoice(label=_("Room"), queryset=Room.objects.none(), empty_label=_("Choose a room"))
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("What it is about, so that a colleague can tell at once. For example: “Who has a protocol with…?”"),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Topic.Kind.choices, initial=Topic.Kind.DISCUSSION, widget=forms.RadioSelect
    )
    field_order = (
        "room",
        "kind",
        "title",
        "body",
        "options",
        "several",
        "moments",
        "closes_at",
        "theme",
        "who",
        "until",
        "kept",
        "uploads",
        "language",
    )

    def __init__(self, *args: Any, author: Member, **kwargs: Any) -> None:
        rooms = Room.objects.visible_to(author).with_readers()
        allowing = [room.name for room in rooms if room.allows_anonymous]
        kind = author.organisation.kind if allowing and author.organisation else None
        super().__init__(*args, author=author, naming=Naming(allowed=bool(allowing), kind=kind), **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]  # it is a RoomChoice
        if allowing:
            self.fields["without_name"].label = _("Without my name (in: %(rooms)s)") % {"rooms": ", ".join(allowing)}

    def clean(self) -> dict[str, Any]:
        """Refuse to leave out the name where the room wants it."""
        cleaned = super().clean()
        room = cleaned.get("room")
        if cleaned.get("without_name") and room and not room.allows_anonymous:
            self.add_error("without_name", _("This room wants names. Untick this, or choose another room."))
        return cleaned


class JoinForm(forms.ModelForm[JoinRequest]):
    """A sentence to the animators."""

    class Meta:
        model = JoinRequest
        fields = ("sentence",)
        labels = {"sentence": _("Why would you like to join?")}
        help_texts = {
            "sentence": _("One sentence is enough: the animators see it with your name, organisation and function.")
        }
        widgets = {"sentence": forms.Textarea(attrs={"rows": 3})}


class DeclineForm(forms.ModelForm[JoinRequest]):
    """A sentence to somebody whose request is declined."""

    class Meta:
        model = JoinRequest
        fields = ("answer",)
        labels = {"answer": _("A sentence for this person")}
        widgets = {"answer": forms.Textarea(attrs={"rows": 2})}


class LanguageForm(forms.Form):
    """The language of a comment."""

    language = forms.ChoiceField(choices=LANGUAGES)


class ReasonForm(forms.Form):
    """A reason that readers will see."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class ReleaseForm(forms.ModelForm[Release]):
    """Words for outside, in French, in Dutch or in both."""

    tags = TickedRows(
        Tag.objects.all(),
        label=capfirst(_("tags")),
        help_text=_("They decide which section of the newsletter can take it up."),
        required=False,
    )

    class Meta:
        model = Release
        fields = ("audience", "title_fr", "text_fr", "title_nl", "text_nl", "tags")
        widgets = {
            "audience": forms.RadioSelect,
            "text_fr": forms.Textarea(attrs={"rows": 5, "lang": "fr"}),
            "text_nl": forms.Textarea(attrs={"rows": 5, "lang": "nl"}),
            "title_fr": forms.TextInput(attrs={"lang": "fr"}),
            "title_nl": forms.TextInput(attrs={"lang": "nl"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = Release.Audience.choices  # type: ignore[attr-defined]  # no empty choice
        self.fields["audience"].label = _("Who may read these words?")

    def clean(self) -> dict[str, Any]:
        """Ask for a title and a text in at least one language, and for both wherever one of them stands."""
        cleaned = super().clean() or self.cleaned_data
        written = [
            code for code, _name in settings.LANGUAGES if cleaned.get(f"title_{code}") or cleaned.get(f"text_{code}")
        ]
        for code in written or ["fr"]:
            for part in ("title", "text"):
                if not cleaned.get(f"{part}_{code}") and f"{part}_{code}" not in self.errors:
                    self.add_error(f"{part}_{code}", self._missing(written))
        return cleaned

    def _missing(self, written: list[str]) -> str:
        if written:
            return str(_("In each language that you use, write a title and a text."))
        return str(_("Write a title and a text in French, in Dutch or in both."))


class MoveForm(forms.Form):
    """The room to which a topic moves."""

    to = RoomChoice(label=_("Move it to"), queryset=Room.objects.none(), empty_label=_("Choose a room"))

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = targets.with_readers()  # type: ignore[attr-defined]  # it is a RoomChoice


class FollowRoomForm(forms.Form):
    """What to hear of a room."""

    level = forms.ChoiceField(choices=[(level.value, level.label) for level in Follow.ROOM_LEVELS])


class FollowTopicForm(forms.Form):
    """What to hear of a topic; "" leaves it to the room."""

    level = forms.ChoiceField(
        required=False, choices=[("", ""), *((level.value, level.label) for level in Follow.TOPIC_LEVELS)]
    )


class RhythmForm(forms.Form):
    """When mail comes: at once, in a summary, or never."""

    rhythm = forms.ChoiceField(
        label=_("When would you like mail about your rooms?"),
        choices=rhythms,
        widget=forms.RadioSelect,
    )
