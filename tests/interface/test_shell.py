"""The frame of every page: few queries, the right ways on, and silence about members' pages."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import Site

from interface.models import NetworkSettings
from tests.factories.home import make_home, make_plain_page
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def homes() -> None:
    """A site in both languages."""
    make_home("fr")
    make_home("nl")


def _draw(rf: Any, user: Any, path: str = "/fr/appearance/") -> str:
    request = rf.get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return render_to_string("interface/page.html", {}, request=request)


def test_visitors_frame_costs_three_queries(rf: Any, django_assert_num_queries: Any) -> None:
    make_plain_page(show_in_menus=True)
    with django_assert_num_queries(3):
        _draw(rf, AnonymousUser())


def test_members_frame_costs_no_more_whatever_the_menu(rf: Any, django_assert_num_queries: Any) -> None:
    member = make_member()
    for _number in range(8):
        make_plain_page(show_in_menus=True)
    # site, network, pages, the way into the CMS, what waits for her
    with django_assert_num_queries(5):
        _draw(rf, member)


def test_menu_holds_the_editors_pages_of_that_language(client: Client) -> None:
    french = make_plain_page(title="Qui sommes-nous", slug="qui", show_in_menus=True)
    make_plain_page(title="Wie zijn wij", slug="wie", language="nl", of=french, show_in_menus=True)
    make_plain_page(title="Brouillon", slug="brouillon", show_in_menus=True).unpublish()
    make_plain_page(title="Caché", slug="cache", show_in_menus=False)
    page = client.get("/fr/appearance/").content.decode()
    assert '<a href="/fr/qui/">Qui sommes-nous</a>' in page
    for absent in ("Wie zijn wij", "Brouillon"):
        assert absent not in page
    menu, foot = page.split('<footer class="site-footer">')
    assert "Caché" not in menu
    assert '<a href="/fr/cache/">Caché</a>' in foot
    assert '<a href="/nl/wie/">Wie zijn wij</a>' in client.get("/nl/appearance/").content.decode()


def test_frame_names_who_is_answerable(client: Client) -> None:
    NetworkSettings.objects.create(
        site=Site.objects.get(), name_fr="Réseau", name_nl="Netwerk", postal_address_fr="Rue Haute 1\n1000 Bruxelles"
    )
    page = client.get("/fr/appearance/").content.decode()
    assert "Rue Haute 1<br>1000 Bruxelles" in page
    assert "<title>" in page
    assert "· Réseau</title>" in page
    assert "· Netwerk</title>" in client.get("/nl/appearance/").content.decode()


def test_reading_never_writes_the_settings(client: Client) -> None:
    client.get("/fr/appearance/")
    assert not NetworkSettings.objects.exists()


def test_members_find_their_places_twice(client: Client) -> None:
    client.force_login(make_member())
    page = client.get("/fr/appearance/").content.decode()
    bar = re.search(r'<nav class="members-bar".*?</nav>', page, re.DOTALL)
    assert bar
    assert bar[0].count("<a ") == 6
    assert page.count('class="site-places"') == 1


def test_visitors_and_pending_people_have_no_bar(client: Client) -> None:
    assert b"members-bar" not in client.get("/fr/appearance/").content
    client.force_login(make_member(state="pending"))
    assert b"members-bar" not in client.get("/fr/appearance/").content


def test_the_place_where_one_is_is_marked(client: Client) -> None:
    client.force_login(make_member())
    page = client.get(reverse("profile")).content.decode()
    assert len(re.findall(r'href="/fr/[^"]*" aria-current="page"', page)) == 2


def test_members_pages_tell_search_engines_and_previews_nothing(client: Client) -> None:
    client.force_login(make_member())
    page = client.get(reverse("profile")).content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    for told in ("og:", 'name="description"', 'rel="canonical"', 'rel="alternate" hreflang="nl" href="http'):
        assert told not in page


def test_members_pages_are_never_shared_by_a_cache(client: Client) -> None:
    client.force_login(make_member(is_superuser=True))
    response = client.get("/fr/styleguide/")
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/fr/appearance/")


def test_skip_link_is_first_and_leads_to_the_content(client: Client) -> None:
    page = client.get("/fr/appearance/").content.decode()
    first = re.search(r"<body.*?<a [^>]*>", page, re.DOTALL)
    assert first
    assert 'href="#main"' in first[0]
    assert '<main id="main"' in page


def test_no_page_asks_another_host(client: Client) -> None:
    page = client.get("/fr/appearance/").content.decode()
    for address in re.findall(r'(?:src|href|action)="([^"]+)"', page):
        assert address.startswith(("/", "#", "?", "http://testserver/", "mailto:")), address


def test_editors_find_the_cms(client: Client) -> None:
    client.force_login(make_member(is_superuser=True))
    assert b'href="/cms/"' in client.get("/fr/appearance/").content
