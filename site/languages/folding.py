"""Takes case and accents away from names, so that “Noel” finds “Noël”."""

import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"})


def folded(text: str) -> str:
    """Return a text in small letters without accents, its words parted by one space (a hyphen parts words too)."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = (letter if letter.isalnum() else " " for letter in spread if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())
