"""Guessing the language of what members write."""

import pytest

from languages.guessing import guess


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, qui a un exemple de protocole entre la commune et le parquet ?", "fr"),
        ("Wie heeft er een voorbeeld van een protocol tussen gemeente en parket?", "nl"),
        ("Wer hat ein Beispiel für ein Protokoll zwischen Gemeinde und Staatsanwaltschaft?", "de"),
    ],
)
def test_a_sentence_is_enough(text: str, language: str) -> None:
    assert guess(text, "en") == language


def test_a_word_says_too_little() -> None:
    assert guess("ok, merci", "nl") == "nl"
