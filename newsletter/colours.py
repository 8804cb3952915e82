"""The few colours of a mail, by day and by night, as hex: mail programs know no custom properties."""

from dataclasses import dataclass
from functools import cache

from interface.colours import GROUNDS, hex_shade

PAGE, SURFACE, _sunken = GROUNDS[False]
NIGHT_PAGE, NIGHT_SURFACE, _night_sunken = GROUNDS[True]
READABLE = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True, kw_only=True)
class Shades:
    """What a rubric's name is written in, and its mark, by day and by night."""

    ink: str
    mark: str
    night_ink: str


@cache
def shades(hue: int) -> Shades:
    """Return the shades of a hue of 0 to 359 degrees."""
    return Shades(ink=hex_shade(hue, "text"), mark=hex_shade(hue, "mark"), night_ink=hex_shade(hue, "text", dark=True))


# Words, notes and links: (day, night).
PALETTE = {
    "ink": ("#1c2733", "#e8e6e1"),
    "muted": ("#55606b", "#b7bec6"),
    "link": ("#174a7c", "#a3c8f2"),
}
