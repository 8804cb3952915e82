"""Files in a form: chosen anew, kept from an earlier try, or already standing; works without JavaScript."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.attaching import loose_files
from forum.filetypes import ENDINGS
from forum.models import Attachment
from members.models import Member


class FilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files, as a list; what they are is looked into when they are attached."""

    widget = FilesInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)})

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        """Return the uploads; empty inputs send nothing."""
        return [upload for upload in value or () if upload]


class KeptField(forms.MultipleChoiceField):
    """Keys of files; which of them are hers to keep is the form's question."""

    def valid_value(self, value: str) -> bool:
        """Take every key."""
        return True


class FilesForm(forms.Form):
    """A form whose words go with files. `owner` uploads them; `standing` are there already.

    After a refusal the files of `kept` stay in the form: they are loose rows of their uploader, named by their keys.
    """

    uploads = FilesField(label=gettext_lazy("Files"), required=False)
    kept = KeptField(
        label=gettext_lazy("Files that go with it"),
        help_text=gettext_lazy("Untick what should not stay."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, owner: Member, standing: Iterable[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {str(each.key): each for each in standing}
        self.held |= {str(each.key): each for each in loose_files(owner, keys=self._posted_keys())}
        self.fields["uploads"].help_text = _help()
        self._offer(list(self.held))

    @property
    def attachments(self) -> list[Attachment]:
        """The files that go with the words: ticked ones, and those that have just been taken."""
        return [self.held[key] for key in self.cleaned_data.get("kept", ()) if key in self.held]

    def hold(self, attachment: Attachment) -> None:
        """Keep a file that has just been uploaded, ticked, for this try and the next."""
        key = str(attachment.key)
        self.held[key] = attachment
        self.cleaned_data["kept"] = [*self.cleaned_data.get("kept", ()), key]
        sent: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        sent.appendlist(self.add_prefix("kept"), key)
        self.data = sent
        self._offer([each for each in self.held if each in sent.getlist(self.add_prefix("kept"))])

    def clean_kept(self) -> list[str]:
        """Leave out what is not hers or is placed already (the form was sent twice); ask again for what is gone."""
        keys = self.cleaned_data["kept"]
        lost = [key for key in keys if key not in self.held and _is_key(key)]
        if lost and Attachment.objects.filter(key__in=lost).count() < len(lost):
            text = _("A file that you had chosen was kept for two days and is gone. Choose it once more.")
            self.add_error("uploads", text)
        return [key for key in keys if key in self.held]

    def clean(self) -> dict[str, Any]:
        """Count the files."""
        cleaned = super().clean() or self.cleaned_data
        most = settings.FILES_PER_COMMENT
        if len(cleaned.get("uploads", ())) + len(cleaned.get("kept", ())) > most:
            self.add_error(
                "uploads",
                ngettext("Choose %(count)d file at most.", "Choose %(count)d files at most.", most) % {"count": most},
            )
            cleaned["uploads"] = []
        return cleaned

    def _posted_keys(self) -> list[UUID]:
        if not self.is_bound or not hasattr(self.data, "getlist"):
            return []
        return [UUID(key) for key in self.data.getlist(self.add_prefix("kept"))[:100] if _is_key(key)]

    def _offer(self, keys: list[str]) -> None:
        """List what is held, ticked; without anything held the field is not shown."""
        field: Any = self.fields["kept"]
        field.choices = [(key, _label(self.held[key])) for key in keys]
        field.initial = keys
        field.widget = forms.CheckboxSelectMultiple() if keys else forms.MultipleHiddenInput()
        field.widget.choices = field.choices


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _label(attachment: Attachment) -> str:
    return f"{attachment.name} ({filesizeformat(attachment.size)})"


def _help() -> str:
    return _("Up to %(count)d files of at most %(size)d MB each: %(kinds)s.") % {
        "count": settings.FILES_PER_COMMENT,
        "size": settings.FILE_BYTES // 2**20,
        "kinds": ", ".join(ENDINGS),
    }
