"""The language switch leads to the same thing, or says that it does not."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.home import make_article, make_home
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def homes() -> None:
    """A site in both languages."""
    make_home("fr")
    make_home("nl")


def _switch(client: Client, address: str, code: str) -> str:
    page = client.get(address, follow=True).content.decode()
    header = re.search(r'<ul class="language-switch">.*?</ul>', page, re.DOTALL)
    assert header
    found = re.search(rf'<a href="([^"]+)" hreflang="{code}"', header[0])
    assert found, header[0]
    return found[1].replace("&amp;", "&")


def test_own_addresses_lead_to_themselves_with_their_query(client: Client) -> None:
    assert _switch(client, "/fr/appearance/?next=/fr/", "nl") == "/nl/appearance/?next=/fr/"


def test_members_addresses_lead_to_themselves(client: Client) -> None:
    client.force_login(make_member())
    with_language = reverse("profile")
    assert _switch(client, with_language, "nl") == with_language.replace("/fr/", "/nl/", 1)


def test_home_leads_to_the_other_home(client: Client) -> None:
    assert _switch(client, "/fr/", "nl") == "/nl/"
    assert _switch(client, "/nl/", "fr") == "/fr/"


def test_article_leads_to_its_translation_under_its_own_slug(client: Client) -> None:
    french = make_article(slug="bonjour")
    dutch = make_article(slug="goedendag", language="nl", of=french)
    assert _switch(client, french.url, "nl") == dutch.url
    assert _switch(client, dutch.url, "fr") == french.url


def test_article_without_translation_leads_to_the_home_and_says_so(client: Client) -> None:
    page = make_article(slug="bonjour")
    drawn = client.get(page.url).content.decode()
    assert _switch(client, page.url, "nl") == "/nl/"
    assert re.search(r"Nederlands</span></a> <small>[^<]+</small>", drawn)
    assert 'hreflang="nl" href="http' not in drawn


def test_filters_go_along(client: Client) -> None:
    french = make_article(slug="bonjour")
    dutch = make_article(slug="goedendag", language="nl", of=french)
    assert _switch(client, f"{french.url}?page=2", "nl") == f"{dutch.url}?page=2"


def test_draft_translation_is_not_led_to(client: Client) -> None:
    french = make_article(slug="bonjour")
    make_article(slug="goedendag", language="nl", of=french).unpublish()
    assert _switch(client, french.url, "nl") == "/nl/"


def test_search_engines_learn_both_languages_and_the_one_address(client: Client) -> None:
    french = make_article(slug="bonjour")
    dutch = make_article(slug="goedendag", language="nl", of=french)
    page = client.get(french.url + "?page=1").content.decode()
    assert f'<link rel="alternate" hreflang="fr" href="http://testserver{french.url}">' in page
    assert f'<link rel="alternate" hreflang="nl" href="http://testserver{dutch.url}">' in page
    assert f'<link rel="canonical" href="http://testserver{french.url}">' in page


def test_unknown_address_leads_to_the_other_home(client: Client) -> None:
    assert _switch(client, "/fr/nulle-part/", "nl") == "/nl/"


def test_page_says_its_language(client: Client) -> None:
    assert '<html lang="nl"' in client.get("/nl/appearance/").content.decode()


def test_switch_costs_one_query_on_a_wagtail_page(rf: Any, django_assert_num_queries: Any) -> None:
    from wagtail.models import Page

    from interface.translations import translations_of

    page = make_article(slug="bonjour")
    request = rf.get(page.url)
    assert Page.route_for_request(request, "bonjour/") is not None
    with django_assert_num_queries(1):
        translations_of(request)
