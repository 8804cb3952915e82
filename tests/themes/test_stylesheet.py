"""The generated sheet of hues: one class per theme, at an address that changes with them."""

from typing import Any, get_args

import pytest
from django.test import Client
from wagtail.models import Site

from interface.colours import Role, hex_shade
from interface.models import NetworkSettings
from interface.network import network_of_mail
from tests.factories.home import make_theme
from themes.models import Theme
from themes.stylesheet import version_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> NetworkSettings:
    """A site with settings."""
    return NetworkSettings.objects.create(site=Site.objects.get())


def test_every_theme_has_its_class_in_light_and_dark() -> None:
    theme = make_theme(hue=210)
    sheet = write()
    assert f".{theme.css_class}{{" in sheet
    for role in get_args(Role):
        assert f"--hue-{role}:light-dark({hex_shade(210, role)},{hex_shade(210, role, dark=True)})" in sheet


def test_version_changes_with_a_hue_and_with_nothing_else(network: NetworkSettings) -> None:
    theme = make_theme(hue=210)
    before = network_of_mail().hues_version
    theme.name_fr = "Autre nom"
    theme.save()
    assert network_of_mail().hues_version == before
    theme.hue = 20
    theme.save()
    assert network_of_mail().hues_version not in {"", before}


def test_version_changes_when_a_theme_goes(network: NetworkSettings) -> None:
    theme = make_theme(hue=210)
    before = network_of_mail().hues_version
    theme.delete()
    assert network_of_mail().hues_version != before


def test_settings_made_after_the_themes_know_the_sheet() -> None:
    make_theme()
    NetworkSettings.objects.create(site=Site.objects.get())
    assert network_of_mail().hues_version == version_of(write())


def test_present_version_is_kept_for_good(client: Client) -> None:
    make_theme()
    response = client.get(f"/themes-{version_of(write())}.css")
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]


def test_any_other_version_gets_the_present_sheet_for_a_short_while(client: Client) -> None:
    make_theme()
    response = client.get("/themes-new.css")
    assert response.content.decode() == write()
    assert response["Cache-Control"] == "public, max-age=30"


def test_pages_link_the_present_sheet(client: Client, network: NetworkSettings) -> None:
    make_theme()
    assert f'href="/themes-{version_of(write())}.css"' in client.get("/fr/appearance/").content.decode()


def test_sheet_costs_one_query(django_assert_num_queries: Any) -> None:
    for _number in range(5):
        make_theme()
    with django_assert_num_queries(1):
        write()
    assert Theme.objects.count() >= 5
