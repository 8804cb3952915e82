"""A form's box for several files, each looked into before it is taken."""

from typing import Any

from django import forms

from forum.attaching import accept
from forum.errors import FileRefusedError


class SeveralFiles(forms.ClearableFileInput):
    """The browser's own box, for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files of the kinds that we take, none too large."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, or say which one is refused and why."""
        files = [super(FilesField, self).clean(each) for each in (data if isinstance(data, list | tuple) else [data])]
        for file in filter(None, files):
            try:
                accept(file)
            except FileRefusedError as error:
                raise forms.ValidationError(str(error), code="refused") from error
        return [file for file in files if file]
