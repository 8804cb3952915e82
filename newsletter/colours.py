"""Shades of a hue as hex, for mails: readable on our light and dark surfaces by construction (WCAG 2.2, 1.4.3)."""

import colorsys
from dataclasses import dataclass
from functools import cache

LIGHT = "#ffffff"
DARK = "#1d232a"
READABLE = 4.5


@dataclass(frozen=True, kw_only=True)
class Shades:
    """What a rubric's name is written in, and its mark, by day and by night."""

    ink: str
    mark: str
    night_ink: str


@cache
def shades(hue: int) -> Shades:
    """Return the shades of a hue of 0 to 359 degrees."""
    return Shades(
        ink=_readable(hue, on=LIGHT, lightness=38, step=-1),
        mark=_hex(hue, saturation=55, lightness=45),
        night_ink=_readable(hue, on=DARK, lightness=68, step=1),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _readable(hue: int, *, on: str, lightness: int, step: int) -> str:
    colour = _hex(hue, saturation=60, lightness=lightness)
    while contrast(colour, on) < READABLE and 0 < lightness < 100:
        lightness += step
        colour = _hex(hue, saturation=60, lightness=lightness)
    return colour


def _hex(hue: int, *, saturation: int, lightness: int) -> str:
    parts = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
