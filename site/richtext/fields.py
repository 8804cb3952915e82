"""The writing box: a rich editor where there is JavaScript, a plain textarea where there is none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from richtext.cleaning import clean
from richtext.reading import plain

LONGEST = 60_000


class RichTextWidget(forms.Textarea):
    """A textarea with plain text; the script puts the HTML back and loads the editor when the reader enters the box."""

    template_name = "richtext/widget.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template both forms of the value."""
        context = super().get_context(name, value, attrs)
        context["widget"]["html"] = value if value and value.lstrip().startswith("<") else ""
        context["widget"]["value"] = plain(value, links=True, quotes=True) if context["widget"]["html"] else value
        return context


class RichTextFormField(forms.CharField):
    """Cleaned HTML, or a refusal beside the field."""

    widget = RichTextWidget
    default_error_messages = {
        "required": _("Write something first."),
        "max_length": _("This text is too long to be read on a screen: shorten it, or split it in two."),
    }

    def __init__(self, *, max_length: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # it would count the tags

    def clean(self, value: Any) -> str:
        """Return safe HTML; raise ValidationError when nothing readable is left of a required text."""
        cleaned = clean(super().clean(value))
        if self.required and not cleaned:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return cleaned
