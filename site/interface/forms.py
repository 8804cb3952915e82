"""How forms are drawn: label, help and error beside each field, and all errors in one list at the top."""

from typing import Any, TypeVar

from django.db.models import Model
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, ModelMultipleChoiceField
from django.forms.renderers import TemplatesSetting


class PlainField(BoundField):
    """A bound field that knows how it wants to be drawn."""

    @property
    def control(self) -> str:
        """The kind of control, as a word for the style sheet: "text", "textarea", "checkbox", "select"…"""
        if isinstance(self.field.widget, CheckboxInput):
            return "checkbox"
        return self.widget_type

    @property
    def is_optional(self) -> bool:
        """Whether the label says that it may stay empty; one box alone is always optional, and a filter never asks."""
        return not self.field.required and not getattr(self.form, "hide_optional", False)

    @property
    def anchor(self) -> str:
        """Where the list of errors leads to: the control itself, or the set of choices."""
        return f"{self.auto_id}_set" if self.use_fieldset else self.id_for_label or self.auto_id


class FormRenderer(TemplatesSetting):
    """Draws forms with our components; a form that lays out its own fields loses nothing."""

    form_template_name = "interface/forms/form.html"
    field_template_name = "interface/forms/field.html"
    bound_field_class = PlainField


Row = TypeVar("Row", bound=Model)


class TickedRows(ModelMultipleChoiceField[Row]):
    """Rows as boxes to tick."""

    widget = CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Refuse numbers that no column can hold: Django hands them on to the database, which raises OverflowError."""
        return super().clean(["" if len(str(each)) > 18 else each for each in value or ()])
