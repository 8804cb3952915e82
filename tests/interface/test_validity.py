"""The HTML of our pages, as the HTML standard's own parser sees it."""

import html5lib
import pytest
from django.test import Client

from tests.factories.home import make_home
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    """Someone who sees everything of the frame."""
    make_home("fr")
    make_home("nl")
    client.force_login(make_member(is_superuser=True))
    return client


@pytest.mark.parametrize("path", ["/fr/appearance/", "/nl/appearance/", "/fr/styleguide/", "/fr/nulle-part/"])
def test_page_is_valid(reader: Client, path: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(reader.get(path).content.decode())


def test_form_with_errors_is_valid(client: Client) -> None:
    page = client.post("/fr/appearance/", {"appearance": "pink"}).content.decode()
    html5lib.HTMLParser(strict=True).parse(page)


def test_expired_form_is_valid() -> None:
    page = Client(enforce_csrf_checks=True).post("/fr/appearance/", {"text": "<b>quelques mots</b> & plus"})
    html5lib.HTMLParser(strict=True).parse(page.content.decode())
