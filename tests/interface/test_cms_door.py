"""Who has no right to the CMS is told so, and not sent in circles between the CMS and the login."""

import pytest
from django.test import Client

from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/letters/issues/"])
def test_a_member_without_the_right_is_told_so(path: str) -> None:
    client = Client()
    client.force_login(make_member())
    assert client.get(path).status_code == 403


def test_a_visitor_is_sent_to_the_login() -> None:
    response = Client().get("/cms/")
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]


def test_the_menu_speaks_the_language_of_each_reader() -> None:
    menus = {}
    for language in ("fr", "nl"):
        client = Client()
        client.force_login(make_member(is_superuser=True, language=language))
        menus[language] = client.get("/cms/", headers={"accept-language": language}).content.decode()
    assert '"Traductions"' in menus["fr"]
    assert '"Vertalingen"' in menus["nl"]
    assert "whats-new" not in menus["fr"]


def test_plain_pages_stand_at_the_foot(client: Client) -> None:
    from home.models import HomePage, PlainPage

    home = HomePage.objects.get(locale__language_code="fr")
    home.add_child(instance=PlainPage(title="Vie privée", slug="vie-privee"))
    assert 'href="/fr/vie-privee/"' in client.get("/fr/").content.decode()
