"""French spacing: the spaces that must not break, put in when a text is stored or shown."""

import re

NARROW, WIDE = "\u202f", "\u00a0"
_TAG = re.compile(r"(<[^>]*>)")
_SPACES = r"[ \u00a0\u202f]"
_RULES = (
    (re.compile(rf"{_SPACES}+([;!?])"), NARROW + r"\1"),
    (re.compile(rf"{_SPACES}+:(?!//)"), WIDE + ":"),
    (re.compile(rf"«{_SPACES}*"), "«" + WIDE),
    (re.compile(rf"{_SPACES}*»"), WIDE + "»"),
)


def french_spacing(html: str) -> str:
    """Return HTML (or text) whose spaces before ; ! ? : » and after « do not break. Adds spaces inside guillemets only.

    Idempotent. Tags and their attributes stay as they are.
    """
    return "".join(
        part if part.startswith("<") else french_text(part) for part in _TAG.split(html.replace("&nbsp;", WIDE))
    )


def french_text(text: str) -> str:
    """Do the same for plain text, where “&nbsp;” or “<” are just characters."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
