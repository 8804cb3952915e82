"""What someone typed into a form that could not be accepted: kept, but never a secret."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import strip_tags

_SECRET = re.compile(r"passw|secret|csrf|otp|^code$|_code$|recovery", re.IGNORECASE)
_LONG = 40


@dataclass(frozen=True)
class Kept:
    """One posted value: its name, what goes back into the form, and what is shown of it."""

    name: str
    value: str

    @property
    def shown(self) -> str:
        """The words without their markup, when they are worth showing (choices and numbers are not)."""
        words = strip_tags(re.sub(r"</(p|li|h\d|blockquote)>|<br ?/?>", "\n", self.value)).strip()
        return words if len(words) >= _LONG or " " in words else ""


def kept_from(request: HttpRequest) -> list[Kept]:
    """Return the posted values, passwords and codes left out."""
    return [
        Kept(name, value)
        for name, values in request.POST.lists()
        if not _SECRET.search(name)
        for value in values
        if isinstance(value, str)
    ]
