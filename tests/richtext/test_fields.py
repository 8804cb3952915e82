"""The writing box as a form field."""

import pytest
from django import forms
from django.utils.translation import override

from richtext.fields import RichTextFormField


class Box(forms.Form):
    body = RichTextFormField(label="Your message")


@pytest.mark.parametrize("empty", ["", "<p></p>", "<p>\u00a0</p>", "   "])
def test_an_empty_box_is_refused_beside_the_field(empty: str) -> None:
    with override("en"):
        form = Box({"body": empty})
        assert form.errors == {"body": ["Write something first."]}


def test_what_comes_in_is_cleaned() -> None:
    form = Box({"body": "<p>Oui<script>x</script></p>"})
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>Oui</p>"


def test_without_javascript_the_text_is_shown_and_nothing_formatted_is_lost_with_it() -> None:
    drawn = str(Box(initial={"body": "<p>Un <strong>gras</strong></p>"})["body"])
    assert ">\nUn gras</textarea>" in drawn
    assert 'data-html="&lt;p&gt;Un &lt;strong&gt;gras&lt;/strong&gt;&lt;/p&gt;"' in drawn
