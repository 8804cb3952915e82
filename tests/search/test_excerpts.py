"""The lines around the words."""

import pytest

from search.asking import read
from search.excerpts import LENGTH, excerpt, marked


def drawn(text: str, query: str, language: str = "fr") -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_match else piece.text for piece in excerpt(text, read(query), language=language)
    )


def test_every_form_of_the_word_is_marked() -> None:
    assert drawn("L’école et les Écoles.", "ecole") == "[L’école] et les [Écoles]."


def test_beginnings_are_marked_where_they_were_asked_for() -> None:
    assert drawn("Wijkagenten in de wijk", "wijk*", "nl") == "[Wijkagenten] in de [wijk]"
    assert drawn("Wijkagenten in de wijk", "wijk", "nl") == "Wijkagenten in de [wijk]"


def test_lines_become_one() -> None:
    assert drawn("Un\n\nmot\tici", "mot") == "Un [mot] ici"


def test_spaces_that_must_not_break_stay() -> None:
    assert drawn("Un  «\u00a0mot\u00a0»\u202f?", "mot") == "Un «\u00a0[mot]\u00a0»\u202f?"


def test_without_a_match_the_beginning_is_shown() -> None:
    text = drawn("Phrase sans rapport. " * 50, "absent")
    assert text.startswith("Phrase")
    assert text.endswith("\u00a0…")
    assert len(text) <= LENGTH + 2


@pytest.mark.parametrize("before", [0, 1, 30, 80, 300, 3000])
def test_the_match_stands_inside_and_the_cut_is_at_spaces(before: int) -> None:
    text = drawn("mots " * before + "cible " + "suite " * 200, "cible")
    assert "[cible]" in text
    assert all(word in {"mots", "[cible]", "suite", "…"} for word in text.split())
    assert len(text) <= LENGTH + 6


@pytest.mark.parametrize("text", ["", "a" * 3000, "x" * 500 + " cible", "cible" + "x" * 500, "cible " * 300])
def test_texts_without_spaces_or_words_are_cut_somewhere(text: str) -> None:
    assert len(drawn(text, "cible").replace("[", "").replace("]", "")) <= LENGTH + 300


def test_a_title_is_shown_whole() -> None:
    assert "".join(piece.text for piece in marked("Un titre " * 40, read("titre"), language="fr")) == "Un titre " * 40
