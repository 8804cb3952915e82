"""Forms: label, help and error beside the field, tied to it for who does not see them."""

import re

import pytest
from django import forms

from interface.forms import TickedRows
from themes.models import Theme


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As colleagues know you.")
    note = forms.CharField(label="Note", required=False)
    reads = forms.MultipleChoiceField(
        label="Languages", choices=[("fr", "Français"), ("nl", "Nederlands")], widget=forms.CheckboxSelectMultiple
    )
    terms = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput)


def _wrong() -> str:
    return str(Sample({"token": "t"}))


def test_label_belongs_to_its_control() -> None:
    assert re.search(r'<label class="field-label" for="id_name">Name</label>', str(Sample()))


def test_control_points_to_help_and_error() -> None:
    drawn = re.search(r'<input[^>]*name="name"[^>]*>', _wrong())
    assert drawn
    assert 'aria-invalid="true"' in drawn[0]
    described = re.search(r'aria-describedby="([^"]+)"', drawn[0])
    assert described
    for name in described[1].split():
        assert f'id="{name}"' in _wrong()
    assert len(described[1].split()) == 2


def test_error_list_on_top_links_to_fields_that_exist() -> None:
    drawn = _wrong()
    assert drawn.startswith('<div class="form-errors" role="alert"')
    targets = re.findall(r'<a href="#([^"]+)">', drawn)
    assert targets == ["id_name", "id_reads_set", "id_terms"]
    for target in targets:
        assert f'id="{target}"' in drawn


def test_a_form_without_errors_has_no_list() -> None:
    assert "form-errors" not in str(Sample())


def test_optional_fields_say_so() -> None:
    assert str(Sample()).count("field-optional") == 1


def test_what_was_typed_stays() -> None:
    assert 'value="&lt;b&gt;Wim"' in str(Sample({"name": "<b>Wim"}))


def test_choices_are_one_set_with_a_legend() -> None:
    assert re.search(r"<fieldset.*?<legend[^>]*>Languages</legend>", str(Sample()), re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 40, "-1", "x", ""])
def test_a_row_that_cannot_be_is_refused(number: str) -> None:
    class Choice(forms.Form):
        rows = TickedRows(Theme.objects.all())

    assert "rows" in Choice({"rows": [number]}).errors
