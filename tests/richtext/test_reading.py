"""Stored HTML as a short line of text."""

import pytest

from richtext import excerpt


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<p>Court.</p>", "Court."),
        ("<p>Pour celles, anciennement</p>", "Pour celles…"),
        ("<p>Pour celles et</p><p>ceux</p>", "Pour celles et…"),
        ("<p>Pour toujours. Encore</p>", "Pour toujours…"),
        ("<p>Anticonstitutionnellement</p>", "Anticonstitutio…"),
    ],
)
def test_an_excerpt_ends_after_a_whole_word(html: str, line: str) -> None:
    assert excerpt(html, 16) == line
