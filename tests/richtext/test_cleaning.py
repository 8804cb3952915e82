"""What people really paste, and what is left of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from richtext import clean, french_spacing, plain

WORD = """<!--[if gte mso 9]><xml></xml><![endif]--><p class=MsoNormal style='margin:0'><b>Bonjour</b> <i>à tous</i>
<o:p></o:p></p><p class=MsoListParagraph><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Premier</p>
<p>o&nbsp; Deuxième</p><p>&nbsp;</p><p>pro\u00adfessionnel·les</p>"""


def test_word_comes_out_clean() -> None:
    assert clean(WORD).replace("\n", "") == (
        "<p><strong>Bonjour</strong> <em>à tous</em></p><ul><li>Premier</li><li>Deuxième</li></ul>"
        "<p>professionnel·les</p>"
    )


def test_text_without_tags_gets_paragraphs_and_links() -> None:
    assert clean("Un\r\ndeux <3\r\n\r\nVoir https://parvis.example/a?b=1&c=2") == (
        "<p>Un<br>deux &lt;3</p>\n\n"
        '<p>Voir <a href="https://parvis.example/a?b=1&amp;c=2" rel="noopener nofollow">'
        "https://parvis.example/a?b=1&amp;c=2</a></p>"
    )


@pytest.mark.parametrize(
    "nothing", ["", "  ", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<ul><li></li></ul>", "<p>\u00ad</p>"]
)
def test_nothing_readable_is_nothing(nothing: str) -> None:
    assert clean(nothing) == ""


@pytest.mark.parametrize(
    "attack",
    [
        "<p><script>alert(1)</script>x</p>",
        '<p onclick="x()">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="//evil.example">x</a>',
        '<a href="/\\evil.example">x</a>',
        '<p><img src=x onerror="alert(1)">x</p>',
        '<p><svg><a xlink:href="javascript:x">x</a></svg></p>',
        '<p style="position:fixed">x</p>',
        '<a href="data:text/html,x">x</a>',
    ],
)
def test_nothing_that_acts_survives(attack: str) -> None:
    cleaned = clean(attack)
    for trace in ("script", "onclick", "onerror", "javascript", "evil", "style", "data:", "svg", "img"):
        assert trace not in cleaned


@given(st.text(alphabet=st.sampled_from("<>/ap bli!-&;\"'=·o\u00a0\u00ad\n\\:"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean("<p>" + text)
    assert clean(once) == once


def test_plain_reads_lists_links_and_lines() -> None:
    html = '<p>Un<br>deux</p><ul><li>a</li><li>b</li></ul><p>Voir <a href="https://x.example/">ici</a></p>'
    assert plain(html, links=True) == "Un\ndeux\n\n• a\n• b\n\nVoir ici (https://x.example/)"
    assert plain(html).endswith("Voir ici")


def test_french_spacing_leaves_tags_alone() -> None:
    html = '<a href="https://x.example/?a ; b">Ah bon ? « oui » : non !</a>'
    spaced = '<a href="https://x.example/?a ; b">Ah bon\u202f? «\u00a0oui\u00a0»\u00a0: non\u202f!</a>'
    assert french_spacing(html) == spaced
    assert french_spacing(spaced) == spaced
