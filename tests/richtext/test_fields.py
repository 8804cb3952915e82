"""The writing box as a form field."""

import pytest
from django import forms
from django.utils.translation import override

from richtext import clean, plain
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


def test_a_quotation_stays_one_without_javascript() -> None:
    """Else the words of a colleague would stand there as one's own."""
    quotation = "<blockquote><p>Anna</p><p>Un</p><blockquote><p>Deux</p></blockquote></blockquote><p>Oui</p>"
    text = plain(quotation, quotes=True)
    assert text == "> Anna\n\n> Un\n\n> Deux\n\nOui"
    assert clean(text).replace("\n", "") == "<blockquote><p>Anna</p><p>Un</p><p>Deux</p></blockquote><p>Oui</p>"
    assert (
        clean("Oui\n> Anna\n>\n> Un\n>5 non")
        == "<p>Oui</p>\n\n<blockquote><p>Anna</p>\n\n<p>Un</p></blockquote>\n\n<p>&gt;5 non</p>"
    )
    assert plain(quotation) == "Anna\n\nUn\n\nDeux\n\nOui"
