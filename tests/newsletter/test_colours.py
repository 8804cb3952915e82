"""The colours of mails and of the archive can be read, by day and by night."""

import re
from pathlib import Path

import pytest

from interface.colours import hex_shade
from interface.contrast import contrast
from newsletter.colours import NIGHT_PAGE, NIGHT_SURFACE, PAGE, PALETTE, READABLE, SURFACE, shades


@pytest.mark.parametrize("hue", range(0, 360, 5))
def test_a_rubrics_name_can_be_read_in_every_hue(hue: int) -> None:
    colours = shades(hue)
    assert contrast(colours.ink, SURFACE) >= READABLE
    assert contrast(colours.night_ink, NIGHT_SURFACE) >= READABLE


@pytest.mark.parametrize("name", PALETTE)
def test_words_can_be_read_on_every_ground(name: str) -> None:
    day, night = PALETTE[name]
    assert min(contrast(day, PAGE), contrast(day, SURFACE)) >= READABLE
    assert min(contrast(night, NIGHT_PAGE), contrast(night, NIGHT_SURFACE)) >= READABLE


def test_the_mails_templates_use_the_palette_alone() -> None:
    folder = Path(__file__).parents[2] / "newsletter/templates/newsletter/mail"
    allowed = {colour for pair in PALETTE.values() for colour in pair} | {"#ffffff", "#3d4852", "#1f3a5f"}
    used = {colour for path in folder.rglob("*.mjml") for colour in re.findall(r"#[0-9a-f]{6}\b", path.read_text())}
    assert used <= allowed
    assert contrast("#3d4852", PAGE) >= READABLE


def test_the_archives_twelve_hues_are_the_interfaces() -> None:
    css = (Path(__file__).parents[2] / "newsletter/static/newsletter/letter.css").read_text()
    for hue in range(0, 360, 30):
        marks = f"light-dark({hex_shade(hue, 'mark')}, {hex_shade(hue, 'mark', dark=True)})"
        words = f"light-dark({hex_shade(hue, 'text')}, {hex_shade(hue, 'text', dark=True)})"
        assert f".letter-hue-{hue} {{ --hue-mark: {marks}; --hue-text: {words}; }}" in css
