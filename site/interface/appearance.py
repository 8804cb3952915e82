"""Light or dark: the reader's explicit choice, kept in a cookie of her browser."""

from django.http import HttpRequest

APPEARANCES = ("light", "dark")
APPEARANCE_COOKIE = "appearance"


def appearance_of(request: HttpRequest) -> str:
    """Return "light" or "dark"; empty to follow the device."""
    chosen = request.COOKIES.get(APPEARANCE_COOKIE, "")
    return chosen if chosen in APPEARANCES else ""
