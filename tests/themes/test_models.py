"""Themes: two levels, no loops, a hue on the wheel."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.home import make_theme

pytestmark = pytest.mark.django_db


def test_a_theme_is_never_part_of_itself() -> None:
    theme = make_theme()
    theme.parent = theme
    with pytest.raises(ValidationError) as refused:
        theme.clean()
    assert set(refused.value.error_dict) == {"parent"}


def test_a_part_has_no_parts() -> None:
    part = make_theme(parent=make_theme())
    third = make_theme()
    third.parent = part
    with pytest.raises(ValidationError) as refused:
        third.clean()
    assert set(refused.value.error_dict) == {"parent"}


def test_a_theme_with_parts_stays_a_main_theme() -> None:
    theme = make_theme()
    make_theme(parent=theme)
    theme.parent = make_theme()
    with pytest.raises(ValidationError) as refused:
        theme.clean()
    assert set(refused.value.error_dict) == {"parent"}


@pytest.mark.parametrize("hue", [-1, 360, 5000])
def test_a_hue_lies_on_the_wheel(hue: int) -> None:
    theme = make_theme()
    theme.hue = hue
    with pytest.raises(ValidationError) as refused:
        theme.full_clean()
    assert set(refused.value.error_dict) == {"hue"}
