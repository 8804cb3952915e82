"""Shades of a hue whose contrast always holds, computed as hex: for the sheet of theme hues, and for mails.

A hue is the angle that editors know (0 red, 120 green, 240 blue). Shades are sought in OKLCH, where equal
steps look equal: lightness moves until the contrast with the worst of our grounds is reached.
"""

import math
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from interface.contrast import contrast

Role = Literal["mark", "text", "wash"]

# The grounds of css/tokens.css: paper, sheet, sunken. A test compares them.
GROUNDS = {False: ("#f6f3ed", "#fffdf9", "#ebe6dc"), True: ("#121926", "#1a2333", "#0c121c")}
# WCAG 2.2: 3 for what is not text (1.4.11), 4.5 for text (1.4.3); a little more, so that rounding never matters.
MARK_CONTRAST, TEXT_CONTRAST = 3.1, 4.6


class _Wanted(NamedTuple):
    lightness: float
    chroma: float
    step: float


_START: dict[tuple[Role, bool], _Wanted] = {
    ("mark", False): _Wanted(0.68, 0.16, -0.005),
    ("mark", True): _Wanted(0.62, 0.15, 0.005),
    ("text", False): _Wanted(0.52, 0.14, -0.005),
    ("text", True): _Wanted(0.76, 0.12, 0.005),
    ("wash", False): _Wanted(0.945, 0.03, 0.0),
    ("wash", True): _Wanted(0.285, 0.04, 0.0),
}


@cache
def hex_shade(hue: int, role: Role, *, dark: bool = False) -> str:
    """Return "#rrggbb" for a hue of 0 to 359.

    "mark" stands out from every ground as a thin mark; "text" can be read on every ground and on its own wash,
    and (light) carries white text itself; "wash" is a ground that carries ink.
    """
    wanted = _START[role, dark]
    angle = _oklch_angle(hue % 360)
    if role == "wash":
        return _hex(wanted.lightness, wanted.chroma, angle)
    least = MARK_CONTRAST if role == "mark" else TEXT_CONTRAST
    grounds = (*GROUNDS[dark], hex_shade(hue, "wash", dark=dark))
    lightness = wanted.lightness
    while _worst(shade := _hex(lightness, wanted.chroma, angle), grounds) < least and 0 < lightness < 1:
        lightness += wanted.step
    return shade


def _worst(shade: str, grounds: Iterable[str]) -> float:
    return min(contrast(shade, ground) for ground in grounds)


def _hex(lightness: float, chroma: float, angle: float) -> str:
    """Return the colour, with as much of the chroma as a screen can show."""
    low, high = 0.0, chroma
    if not _shown(_linear(lightness, chroma, angle)):
        for _step in range(12):
            middle = (low + high) / 2
            low, high = (middle, high) if _shown(_linear(lightness, middle, angle)) else (low, middle)
        chroma = low
    return "#" + "".join(f"{_byte(channel):02x}" for channel in _linear(lightness, chroma, angle))


def _shown(channels: tuple[float, float, float]) -> bool:
    return all(-1e-4 <= channel <= 1 + 1e-4 for channel in channels)


def _byte(channel: float) -> int:
    channel = min(max(channel, 0.0), 1.0)
    coded = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(coded * 255)


def _linear(lightness: float, chroma: float, angle: float) -> tuple[float, float, float]:
    """Turn OKLCH into linear sRGB (Björn Ottosson's matrices)."""
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


@cache
def _oklch_angle(hue: int) -> float:
    """Return the OKLCH angle of the pure colour that an editor means by this hue."""
    red, green, blue = (_pure(hue, offset) ** 2.4 for offset in (0, 240, 120))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return math.atan2(b, a)


def _pure(hue: int, offset: int) -> float:
    """Return one channel of the fully saturated colour: a trapezium around the wheel."""
    place = (hue + offset) % 360 / 60
    return min(max(abs(place - 3) - 1, 0.0), 1.0)
