"""Themes and tags in the CMS, and the style guide."""

import pytest
from django.test import Client

from tests.factories.home import make_tag, make_theme
from tests.factories.members import make_member
from themes.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """Someone with every right in the CMS."""
    client.force_login(make_member(is_superuser=True))
    return client


def test_list_shows_hues(editor: Client) -> None:
    make_theme(name_fr="Médiation", hue=35)
    page = editor.get("/cms/snippets/themes/theme/").content.decode()
    assert "Médiation" in page
    assert 'aria-label="35"' in page


def test_theme_is_made_with_a_hue_chosen_by_eye(editor: Client) -> None:
    form = editor.get("/cms/snippets/themes/theme/add/").content.decode()
    assert "data-hue-slider" in form
    assert 'type="range"' in form
    typed = {"name_fr": "Logement", "name_nl": "Wonen", "name_de": "", "name_en": "", "hue": "200", "parent": ""}
    editor.post("/cms/snippets/themes/theme/add/", {**typed, "slug_fr": "logement", "slug_nl": "wonen"})
    assert Theme.objects.get(name_nl="Wonen").hue == 200


def test_bad_hue_is_refused_and_nothing_typed_is_lost(editor: Client) -> None:
    typed = {"name_fr": "Logement", "name_nl": "Wonen", "hue": "400", "slug_fr": "logement", "slug_nl": "wonen"}
    response = editor.post("/cms/snippets/themes/theme/add/", typed)
    assert response.status_code == 200
    assert 'value="Logement"' in response.content.decode()
    assert not Theme.objects.filter(name_nl="Wonen").exists()


def test_tags_are_listed(editor: Client) -> None:
    make_tag(name_fr="lecture")
    assert "lecture" in editor.get("/cms/snippets/themes/tag/").content.decode()


def test_cms_wears_the_mark(editor: Client) -> None:
    page = editor.get("/cms/").content.decode()
    assert 'class="mark"' in page
    assert "interface/cms.css" in page


def test_style_guide_is_for_people_of_the_cms(client: Client) -> None:
    client.force_login(make_member())
    assert client.get("/fr/styleguide/").status_code == 403
    client.force_login(make_member(is_superuser=True))
    assert client.get("/fr/styleguide/").status_code == 200
