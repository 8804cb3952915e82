"""Components: each says at its top what it needs, and draws with nothing else."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string

from interface.icons import _PATHS, draw
from interface.templatetags.parvis import initials, page_numbers, person_hue

FOLDER = Path(__file__).parents[2] / "site" / "interface" / "templates" / "interface"
COMPONENTS = sorted(path.name for path in (FOLDER / "components").glob("*.html"))


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_names_its_variables_at_the_top(name: str) -> None:
    top = (FOLDER / "components" / name).read_text().split("{% endcomment %}")[0]
    assert top.startswith("{% comment %}")
    assert "ariables" in top


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.name)
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text().rpartition("{% endcomment %}")[2]
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*src=)", text)


def _draw(name: str, **variables: object) -> str:
    return render_to_string(f"interface/components/{name}.html", variables)


def test_person_shows_name_and_organisation_never_the_address() -> None:
    member = SimpleNamespace(pk=3, name="Joris De Smet", organisation="Stad Mechelen", email="joris@mechelen.example")
    drawn = _draw("person", member=member, detail="preventieambtenaar")
    assert "Joris De Smet" in drawn
    assert "Stad Mechelen · preventieambtenaar" in drawn
    assert "joris@" not in drawn


def test_person_shows_the_organisation_of_then() -> None:
    member = SimpleNamespace(pk=3, name="Joris De Smet", organisation="Stad Mechelen")
    assert "Stad Gent" in _draw("person", member=member, organisation="Stad Gent")


def test_person_who_left_is_a_former_member() -> None:
    assert "avatar-nobody" in _draw("person", member=None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anne-Marie Van Damme", "AD"),
        ("Joris De Smet", "JS"),
        ("Wim", "W"),
        ("élodie dupont", "ÉD"),
        ("", "·"),
        (None, "·"),
    ],
)
def test_initials(name: str | None, expected: str) -> None:
    assert initials(name) == expected


def test_a_person_keeps_her_hue_and_neighbours_differ() -> None:
    assert person_hue(5) == person_hue(5)
    assert len({person_hue(pk) for pk in range(1, 13)}) == 12
    assert person_hue("no number") == 0


def _page(number: int, pages: int) -> object:
    return Paginator(range(pages * 10), 10).page(number)


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 3, [1, 2, 3]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (4, 20, [1, 2, 3, 4, 5, None, 20]),
        (20, 20, [1, None, 19, 20]),
    ],
)
def test_page_numbers(number: int, pages: int, expected: list[int | None]) -> None:
    assert list(page_numbers(_page(number, pages))) == expected


def test_pagination_marks_the_present_page_and_keeps_the_query() -> None:
    drawn = _draw("pagination", page=_page(2, 3), query="q=a%20b")
    assert re.search(r'href="\?q=a%20b&amp;page=2" aria-current="page"', drawn)
    assert 'rel="prev" href="?q=a%20b&amp;page=1"' in drawn
    assert 'rel="next" href="?q=a%20b&amp;page=3"' in drawn


def test_one_page_needs_no_numbers() -> None:
    assert _draw("pagination", page=_page(1, 1)).strip() == ""


def test_card_escapes_what_people_wrote() -> None:
    drawn = _draw("card", title="<script>alert(1)</script>", url="/x", lead="<b>x</b>", language="nl")
    assert "<script>" not in drawn
    assert "<b>" not in drawn


def test_card_marks_the_other_language() -> None:
    drawn = _draw("card", title="Buurtgesprek", url="/nl/x", language="nl")
    assert 'lang="nl"' in drawn
    assert "language-tag" in drawn
    assert "language-tag" not in _draw("card", title="Dialogue", url="/fr/x", language="fr")


@pytest.mark.parametrize("name", _PATHS)
def test_icons_draw(name: str) -> None:
    assert 'aria-hidden="true"' in draw(name)


def test_icon_label_is_escaped() -> None:
    assert draw("search", '"><script>').count("<script>") == 0


def test_keep_strips_and_keeps() -> None:
    template = engines["django"].from_string("{% keep as x %}  a  {% endkeep %}[{{ x }}]")
    assert template.render() == "[a]"
