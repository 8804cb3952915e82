"""The interface's own addresses."""

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_dark_is_kept_in_a_cookie_and_drawn_by_the_server(client: Client) -> None:
    response = client.post("/fr/appearance/", {"appearance": "dark", "next": "/fr/"})
    assert response.url == "/fr/"
    assert b'data-appearance="dark"' in client.get("/fr/appearance/").content


def test_following_the_device_forgets_the_cookie(client: Client) -> None:
    client.cookies["appearance"] = "dark"
    client.post("/fr/appearance/", {"appearance": ""})
    assert client.cookies["appearance"].value == ""


def test_unknown_appearance_is_refused_beside_the_field(client: Client) -> None:
    response = client.post("/fr/appearance/", {"appearance": "pink"})
    assert response.status_code == 422
    assert b'id="form-errors"' in response.content


def test_a_forged_cookie_never_reaches_the_page(client: Client) -> None:
    client.cookies["appearance"] = '"onload=x'
    assert b"onload" not in client.get("/fr/appearance/").content


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_away(client: Client, next_url: str) -> None:
    assert client.post("/fr/appearance/", {"appearance": "light", "next": next_url}).url == "/fr/appearance/"


def test_robots(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /cms/" in response.content.decode()


def test_manifest_names_the_network(client: Client) -> None:
    told = json.loads(client.get("/manifest.webmanifest").content)
    assert told["name"] == "Parvis"
    assert all(icon["src"].startswith("/static/") for icon in told["icons"])


def test_favicon_leads_to_the_mark(client: Client) -> None:
    assert client.get("/favicon.ico").url == "/static/interface/mark.svg"
