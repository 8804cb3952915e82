"""Draws the demo's pictures: paving seen from above in the hue of a theme, the light falling from one side."""

import colorsys
import math
import random
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 675
PATTERNS = ("setts", "herringbone", "fan", "slabs")


def draw(seed: str, hue: int) -> bytes:
    """Return a JPEG of 1200 × 675 pixels; the same seed and hue give the same picture."""
    dice = random.Random(seed)
    canvas = Image.new("RGB", (WIDTH, HEIGHT), _colour(hue, 0.24, 0.30))
    pen = ImageDraw.Draw(canvas)
    _stones(pen, dice, hue, dice.choice(PATTERNS))
    return _jpeg(_lit(canvas, dice))


def _colour(hue: float, saturation: float, lightness: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hls_to_rgb((hue % 360) / 360, max(0, min(1, lightness)), max(0, min(1, saturation)))
    return int(red * 255), int(green * 255), int(blue * 255)


def _stone(dice: random.Random, hue: int) -> tuple[int, int, int]:
    if dice.random() < 0.12:  # the warm stones among the coloured ones
        return _colour(38, 0.28, dice.uniform(0.66, 0.82))
    return _colour(hue + dice.gauss(0, 7), dice.uniform(0.22, 0.42), dice.uniform(0.40, 0.66))


def _stones(pen: ImageDraw.ImageDraw, dice: random.Random, hue: int, pattern: str) -> None:
    for corners in _outlines(dice, pattern):
        pen.polygon(corners, fill=_stone(dice, hue))


def _outlines(dice: random.Random, pattern: str) -> list[list[tuple[float, float]]]:
    return {"setts": _setts, "herringbone": _herringbone, "fan": _fan, "slabs": _slabs}[pattern](dice)


def _box(
    x: float, y: float, wide: float, high: float, dice: random.Random, *, loose: float = 2.0
) -> list[tuple[float, float]]:
    return [
        (px + dice.uniform(-loose, loose), py + dice.uniform(-loose, loose))
        for px, py in ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
    ]


def _setts(dice: random.Random) -> list[list[tuple[float, float]]]:
    size = dice.choice((46, 58, 74))
    return [
        _box(x * size + (y % 2) * size / 2 - size, y * size, size - 6, size - 6, dice)
        for y in range(HEIGHT // size + 1)
        for x in range(WIDTH // size + 3)
    ]


def _slabs(dice: random.Random) -> list[list[tuple[float, float]]]:
    outlines, y = [], 0.0
    while y < HEIGHT:
        high, x = dice.choice((60, 90, 130)), -dice.uniform(0, 120)
        while x < WIDTH:
            wide = dice.uniform(90, 230)
            outlines.append(_box(x, y, wide - 7, high - 7, dice, loose=1.2))
            x += wide
        y += high
    return outlines


def _herringbone(dice: random.Random) -> list[list[tuple[float, float]]]:
    short = dice.choice((34, 44))
    long = 3 * short
    outlines = []
    for row in range(-4, HEIGHT // short + 4):
        for column in range(-4, WIDTH // (2 * long) + 4):
            x, y = column * 2 * long + (row % 6) * short, row * short
            outlines.append(_box(x, y, long - 5, short - 5, dice, loose=1.4))
            outlines.append(_box(x + long, y - long + short, short - 5, long - 5, dice, loose=1.4))
    return outlines


def _fan(dice: random.Random) -> list[list[tuple[float, float]]]:
    centre = (dice.uniform(-0.2, 1.2) * WIDTH, dice.choice((-160, HEIGHT + 160)))
    outlines = []
    for ring in range(3, 40):
        inner, outer = ring * 40, ring * 40 + 34
        count = max(8, int(2 * math.pi * inner / 44))
        turn = dice.uniform(0, 1)
        for index in range(count):
            a, b = (index + turn) / count * math.tau, (index + turn + 0.88) / count * math.tau
            outlines.append([
                (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))
                for radius, angle in ((inner, a), (outer, a), (outer, b), (inner, b))
            ])  # fmt: skip
    return outlines


def _lit(canvas: Image.Image, dice: random.Random) -> Image.Image:
    side = 2 * WIDTH  # large enough to cover the picture at every angle
    slope = Image.linear_gradient("L").resize((side, side)).rotate(dice.choice((35, 60, 300, 330)))
    left, top = (side - WIDTH) // 2, (side - HEIGHT) // 2
    slope = slope.crop((left, top, left + WIDTH, top + HEIGHT))
    warm = Image.new("RGB", canvas.size, (255, 240, 214))
    return Image.composite(warm, canvas, slope.point(lambda value: int(value * 0.42)))


def _jpeg(canvas: Image.Image) -> bytes:
    buffer = BytesIO()
    canvas.save(buffer, "JPEG", quality=82, optimize=True)
    return buffer.getvalue()
