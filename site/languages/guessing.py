"""Guesses the language of what somebody wrote, among the languages of the site's people."""

from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

CANDIDATES = ("fr", "nl", "de", "en")
# Shorter texts ("Ok, merci!") say too little: the default is more often right.
FEWEST_LETTERS = 20
LEAST_CERTAINTY = 0.8


def guess(text: str, default: str) -> str:
    """Return "fr", "nl", "de" or "en" for a plain text, or `default` when it is too short or too mixed to tell."""
    if sum(character.isalpha() for character in text) < FEWEST_LETTERS:
        return default
    language, certainty = _identifier().classify(text[:5000])
    return str(language) if certainty >= LEAST_CERTAINTY else default


@cache
def _identifier() -> Any:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(CANDIDATES))
    return identifier
