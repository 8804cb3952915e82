"""Cuts text into words and words to their stems, for French, Dutch, German and English.

Both databases get the tokens that are made here, and so answer alike. Accents and case are taken away before stemming,
so that a word typed without its accents has the same stem.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

LANGUAGES = {"fr": "french", "nl": "dutch", "de": "german", "en": "english"}
LONGEST_WORD = 40
# PostgreSQL's tsvector knows 16,383 positions and one megabyte; what stands further down a text is not found by it.
MOST_WORDS = 16_000
MOST_BYTES = 500_000

_DOTS = "·‧⋅•∙"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHUNK = re.compile(rf"[^\W_]+(?:[-‐‑'’ʼ`.{_DOTS}][^\W_]+)*")
_PARTS = re.compile(r"[^\W_]+")
_ELIDED = frozenset({"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"})
_APOSTROPHES = "'’ʼ`"
# The endings of inclusive writing, and what each replaces in the word before it ("acteur·rice": acteur, actrice).
_FEMININE = {
    "rice": "eur",
    "trice": "teur",
    "euse": "eur",
    "ère": "er",
    "ere": "er",
    "ve": "f",
    "elle": "eau",
    "se": "x",
}
_ADDED = frozenset({"e", "le", "ne", "te", "x", "s"})
_PLURAL_ENDINGS = {f"{ending}s": ending for ending in [*_FEMININE, "e", "le", "ne", "te"]}
_SINGULARS = {
    "fr": {
        "travaux": "travail", "baux": "bail", "lieux": "lieu", "milieux": "milieu", "jeux": "jeu", "enjeux": "enjeu",
        "feux": "feu", "voeux": "voeu", "aveux": "aveu", "cheveux": "cheveu", "bijoux": "bijou", "yeux": "oeil",
        "lois": "loi",
    },
    "nl": {
        "steden": "stad", "leden": "lid", "schepen": "schip", "kinderen": "kind", "musea": "museum",
        "gelden": "geld", "centra": "centrum", "criteria": "criterium", "data": "datum",
    },
}  # fmt: skip
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"})
_stemmers = {code: snowballstemmer.stemmer(name) for code, name in LANGUAGES.items()}
_one_at_a_time = Lock()  # a stemmer keeps the word that it works on in itself


class Chunk(NamedTuple):
    """What stands between two spaces: one word, or several joined by hyphens, apostrophes or dots.

    `others` are further forms of the whole that it may be found by: "e-mail" by "email", "acteur·rice" by "actrice".
    """

    start: int
    end: int
    words: tuple[str, ...]
    others: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Return the text as the index keeps and shows it: composed letters, no soft hyphens or control characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def chunks(text: str) -> Iterator[Chunk]:
    """Yield the words of a tidy text in their order."""
    for found in _CHUNK.finditer(text):
        written = found[0]
        if written.isalnum():
            yield Chunk(found.start(), found.end(), (written,))
        elif chunk := _joined(written, found.start(), found.end()):
            yield chunk


def _joined(written: str, start: int, end: int) -> Chunk | None:
    parts = [(part[0], written[part.start() - 1 : part.start()]) for part in _PARTS.finditer(written)]
    while len(parts) > 1 and parts[0][0].lower() in _ELIDED and parts[1][1] in _APOSTROPHES:
        parts = parts[1:]
    parts = [part for part in parts if not (part[0] in {"s", "S"} and part[1] and part[1] in _APOSTROPHES)]
    words: list[str] = []
    others: list[str] = []
    for position, (word, sign) in enumerate(parts):
        if position and sign and sign in f"{_DOTS}." and _is_ending(word, sign=sign, before=parts[position - 1]):
            others += _feminine(words[-1], word) if words else []
        else:
            words.append(word)
    if 1 < len(words) <= 3 and all(sign in "-‐‑" for _word, sign in parts[1:]):
        others.append("".join(words))
    return Chunk(start, end, tuple(words), tuple(others)) if words else None


def _is_ending(word: str, *, sign: str, before: tuple[str, str]) -> bool:
    """Say whether this is an ending of inclusive writing; a full stop is less sure, it also joins addresses."""
    ending = word.lower()
    known = ending in _ADDED or ending in _FEMININE or ending in _PLURAL_ENDINGS
    return known and (sign != "." or len(before[0]) > 3 or before[0].lower() in _ADDED)


def _feminine(word: str, ending: str) -> list[str]:
    ending = _PLURAL_ENDINGS.get(ending.lower(), ending.lower())
    replaced = _FEMININE.get(ending)
    if replaced is None:
        return [word + ending]
    return [word.removesuffix(replaced) + ending] if word.lower().endswith(replaced) else []


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word without case and accents."""
    spread = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in spread if letter.isalnum())
    return plain[:LONGEST_WORD]


@lru_cache(maxsize=60_000)
def stem(word: str, language: str) -> str:
    """Return what singular and plural of a word have in common, folded; in other languages just the folded word."""
    folded = fold(word)
    if language not in _stemmers or not folded.isalpha():
        return folded
    folded = _SINGULARS.get(language, {}).get(folded, folded)
    with _one_at_a_time:
        stemmed = _stemmed(folded, language)
    return _evened(stemmed, language) or folded


def _stemmed(folded: str, language: str) -> str:
    stem_word = _stemmers[language].stemWord
    if language == "fr":
        return fold(stem_word(_with_french_accents(folded)))
    if language == "nl":
        # The stemmer takes "ge" for a participle's, and would find "gezin" (family) by "zin" (sense).
        kept = "ge" if folded.startswith("ge") and len(folded) > 4 else ""
        return kept + fold(stem_word(re.sub(r"(ie|ee)en$", r"\1", folded.removeprefix(kept))))
    return fold(stem_word(folded))


def _with_french_accents(folded: str) -> str:
    """Give back the accents that the stemmer's rules for endings look for."""
    folded = re.sub(r"ite(s?)$", r"ité\1", folded)
    folded = re.sub(r"ee(s?)$", r"ée\1", folded)
    return re.sub(r"iere(s?)$", r"ière\1", folded)


def _evened(stemmed: str, language: str) -> str:
    """Even out what the stemmers leave apart: employ and emploi, video and videos; Dutch dag and daag (from dagen)."""
    if language == "fr":
        return re.sub(r"(?<=..[aiou])s$", "", re.sub(r"y$", "i", stemmed)) if len(stemmed) > 4 else stemmed
    if language == "nl":
        return re.sub(r"([aeou])\1(?=[^aeiou]+$)", r"\1", stemmed)
    return stemmed


def stems(text: str, language: str) -> str:
    """Return a tidy text as the index stores it: the stem of each word in its place, further forms after them."""
    in_place: list[str] = []
    others: list[str] = []
    size = 0
    for chunk in chunks(text):
        found = [stem(word, language) for word in chunk.words]
        further = [stem(word, language) for word in chunk.others]
        size += sum(len(token.encode()) + 1 for token in (*found, *further))
        if len(in_place) + len(others) + len(found) + len(further) > MOST_WORDS or size > MOST_BYTES:
            break
        in_place += found
        others += further
    return " ".join(token for token in (*in_place, *dict.fromkeys(others)) if token)
