"""The look once more: words that seem to tell of a private person are shown before they are published."""

from typing import Any

from django import forms

from richtext.hints import Hint, find, mask, mask_words
from richtext.reading import plain

# What the second look's two buttons send.
MASK, AS_IT_IS = "mask", "as_it_is"
_WORDS = ("title", "body")


class LookForm(forms.Form):
    """A form whose title and body are looked at; `hints` is empty once the writer has decided."""

    hints: list[Hint] = []

    def clean(self) -> dict[str, Any]:
        """Notice, mask or leave, as the writer has chosen."""
        cleaned = super().clean() or self.cleaned_data
        choice = self.data.get("look")
        if choice == MASK:
            cleaned["body"] = mask(cleaned.get("body") or "")
            if cleaned.get("title"):
                cleaned["title"] = mask_words(cleaned["title"])
        elif choice != AS_IT_IS:
            words = (plain(cleaned.get(name) or "") for name in _WORDS)
            self.hints = [hint for each in words for hint in find(each)]
        return cleaned
