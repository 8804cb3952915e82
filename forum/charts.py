"""A small chart of columns per month, as numbers for an SVG: no library, no style attribute."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 600, 140, 10


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its place in the drawing, its value and what stands below it."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    value: int
    label: str


def columns(values: Sequence[tuple[str, int]]) -> list[Column]:
    """Lay columns out side by side, the highest over the whole height. A value above nothing is always seen."""
    most, step = max([value for _label, value in values] + [1]), WIDTH // max(len(values), 1)
    return [
        _column(label, value, x=number * step + GAP // 2, width=step - GAP, most=most)
        for number, (label, value) in enumerate(values)
    ]


def _column(label: str, value: int, *, x: int, width: int, most: int) -> Column:
    height = max(round(value / most * HEIGHT), 2 if value else 0)
    return Column(x=x, y=HEIGHT - height, width=width, height=height, middle=x + width // 2, value=value, label=label)
