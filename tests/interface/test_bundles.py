"""The joined style sheet and script: complete, light, kept for good."""

import gzip

import pytest
from django.test import Client

from interface import bundles

pytestmark = pytest.mark.django_db


def test_every_file_is_joined_layers_first() -> None:
    names = [path.name for path in bundles.files("css")]
    on_disk = {path.name for path in (bundles.STATIC / "css").rglob("*.css")}
    assert set(names) == on_disk
    assert names[:4] == ["layers.css", "tokens.css", "base.css", "layout.css"]


def test_every_component_sheet_stands_in_its_layer() -> None:
    for path in (bundles.STATIC / "css" / "components").glob("*.css"):
        assert "@layer components {" in path.read_text(), path.name


@pytest.mark.parametrize(("kind", "most"), [("css", 12_000), ("js", 4_000)])
def test_weight(kind: str, most: int) -> None:
    assert len(bundles.bundle(kind).packed) <= most


@pytest.mark.parametrize("kind", ["css", "js"])
def test_present_version_is_kept_for_good(client: Client, kind: str) -> None:
    response = client.get(bundles.url(kind))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content == bundles.bundle(kind).content


def test_older_version_gets_the_present_sheet_for_a_minute(client: Client) -> None:
    response = client.get("/interface-0123456789ab.css")
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=60"


def test_browsers_that_unpack_get_it_packed(client: Client) -> None:
    response = client.get(bundles.url("css"), headers={"Accept-Encoding": "gzip, br"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == bundles.bundle("css").content


def test_no_sheet_asks_another_host_or_breaks_the_policy() -> None:
    for kind in ("css", "js"):
        text = bundles.bundle(kind).content.decode()
        for forbidden in ("http://", "https://", "@import", "eval(", "innerHTML", ".cssText"):
            assert forbidden not in text.replace('a[href^="http"]', "")
