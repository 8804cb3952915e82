"""Contrast: of every pair of tokens that text or marks use, and of every hue that an editor may choose."""

import re

import pytest

from interface.bundles import STATIC
from interface.colours import GROUNDS, hex_shade
from interface.contrast import contrast

TOKENS = (STATIC / "css" / "tokens.css").read_text()
SIDES = {"light": 0, "dark": 1}


def _token(name: str, side: str) -> str:
    found = re.search(rf"--{name}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", TOKENS)
    assert found, name
    return found[3] or found[1 + SIDES[side]]


def test_white_on_black_is_twenty_one() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [
        *[(text, ground, 4.5) for text in ("ink", "ink-soft") for ground in ("paper", "sheet", "sunken")],
        *[(f"{tone}", f"{tone}-wash", 4.5) for tone in ("good", "warn", "bad")],
        *[("ink", f"{tone}-wash", 7) for tone in ("good", "warn", "bad", "signal")],
        *[("bad", ground, 4.5) for ground in ("paper", "sheet")],
        *[("on-signal", ground, 4.5) for ground in ("signal", "signal-lit")],
        *[(text, "night", 4.5) for text in ("on-night", "on-night-soft")],
        *[("signal-line", ground, 3) for ground in ("paper", "sheet", "sunken")],
        *[("edge", ground, 3) for ground in ("paper", "sheet", "sunken")],
    ],
)
def test_tokens_contrast(front: str, ground: str, least: float, side: str) -> None:
    assert contrast(_token(front, side), _token(ground, side)) >= least


def test_grounds_are_those_of_the_tokens() -> None:
    for dark, side in ((False, "light"), (True, "dark")):
        assert GROUNDS[dark] == tuple(_token(name, side) for name in ("paper", "sheet", "sunken"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_hue_contrasts_with_every_ground(dark: bool) -> None:
    for hue in range(360):
        wash = hex_shade(hue, "wash", dark=dark)
        for ground in (*GROUNDS[dark], wash):
            assert contrast(hex_shade(hue, "mark", dark=dark), ground) >= 3, hue
            assert contrast(hex_shade(hue, "text", dark=dark), ground) >= 4.5, hue
        assert contrast(_token("ink", "dark" if dark else "light"), wash) >= 7, hue


def test_every_hue_carries_white_text_in_mails() -> None:
    assert all(contrast(hex_shade(hue, "text"), "#ffffff") >= 4.5 for hue in range(360))


def test_hues_are_what_editors_mean() -> None:
    def channels(hue: int) -> list[int]:
        shade = hex_shade(hue, "mark")
        return [int(shade[start : start + 2], 16) for start in (1, 3, 5)]

    assert [channels(hue).index(max(channels(hue))) for hue in (0, 120, 240)] == [0, 1, 2]
