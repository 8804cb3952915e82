"""Addresses beside the page tree: themes, calendars, feeds, the sitemap."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from icalendar import Calendar
from wagtail.models import PageViewRestriction, Site

from home.publishing import publish_scheduled
from tests.factories.home import make_article, make_brief, make_entry, make_event, make_section, make_theme

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_event_goes_into_a_calendar(client: Client) -> None:
    event = make_event(title="Une rencontre : l’atelier", address="Rue Verte 216")

    response = client.get(f"/fr/events/{event.pk}.ics")
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")

    assert response.headers["Content-Type"].startswith("text/calendar")
    assert entry["SUMMARY"] == "Une rencontre : l’atelier"
    assert entry["DTSTART"].dt == event.starts_at.replace(microsecond=0)
    assert entry["LOCATION"] == "Maison des associations, Rue Verte 216"
    assert entry["URL"] == f"http://testserver{event.url}"


def test_the_calendar_follows_the_reader_language(client: Client) -> None:
    translated = make_event(title="Une rencontre", days_ahead=2)
    make_event(of=translated, language="nl", title="Een ontmoeting", days_ahead=2)
    make_event(title="En français", days_ahead=3)
    make_event(title="Passée", days_ahead=-3)

    def titles(url: str) -> list[str]:
        return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(client.get(url).content).walk("VEVENT")]

    assert titles("/fr/agenda.ics") == ["Une rencontre", "En français"]
    assert titles("/nl/agenda.ics") == ["Een ontmoeting", "En français"]


def test_the_feed_tells_what_is_new(client: Client) -> None:
    article = make_article(title="Ancien & bon", days_ago=3)
    make_brief(title="Nouvelle")

    feed = ET.fromstring(client.get("/fr/feed.atom").content)  # noqa: S314  our own

    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Nouvelle", "Ancien & bon"]
    assert f"http://testserver{article.url}" in [link.get("href") for link in feed.iter(f"{ATOM}link")]


def test_the_sitemap_names_public_pages_with_their_languages(client: Client) -> None:
    article = make_article()
    dutch = make_article(of=article, language="nl")
    draft = make_article()
    draft.unpublish()
    closed = make_section()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    xml = read(client, "/sitemap.xml")

    assert ET.fromstring(xml) is not None  # noqa: S314  our own
    assert f"<loc>http://testserver{article.url}</loc>" in xml
    assert f'hreflang="nl" href="http://testserver{dutch.url}"' in xml
    assert draft.slug not in xml
    assert closed.slug not in xml


@pytest.mark.parametrize("rows", [1, 30])
def test_the_sitemap_costs_the_same_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        make_article()
    Site.get_site_root_paths()

    with django_assert_num_queries(3):
        read(client, "/sitemap.xml")


def test_a_page_behind_a_restriction_is_in_no_list(client: Client) -> None:
    section = make_section("article")
    make_article(parent=section, title="Réservé")
    PageViewRestriction.objects.create(page=section, restriction_type="login")

    assert "Réservé" not in read(client, "/fr/") + read(client, "/fr/feed.atom")


def test_a_theme_gathers_everything_public_of_it(client: Client) -> None:
    main = make_theme(name_fr="Polarisation", slug_fr="polarisation")
    part = make_theme(parent=main, name_fr="Radicalisme")
    make_article(title="Un article", themes=[part])
    make_event(title="Une rencontre", themes=[main])
    make_entry(text="<p>Une fiche</p>", themes=[main])
    make_article(title="D’ailleurs")

    html = read(client, "/fr/themes/polarisation/")

    for words in ("Polarisation", "Radicalisme", "Un article", "Une rencontre", "Une fiche"):
        assert words in html
    assert "D’ailleurs" not in html


def test_a_theme_answers_to_its_other_language_by_leading_on(client: Client) -> None:
    make_theme(slug_fr="logement", slug_nl="wonen")

    assert client.get("/nl/themes/logement/").headers["Location"] == "/nl/themes/wonen/"
    assert client.get("/nl/themes/rien/").status_code == 404
    assert "/fr/themes/logement/" in read(client, "/fr/themes/")


@pytest.mark.parametrize("rows", [1, 25])
def test_a_theme_costs_the_same_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    theme = make_theme(slug_fr="logement")
    for number in range(rows):
        make_article(themes=[theme])
        make_entry(themes=[theme])
        make_event(themes=[theme], days_ahead=number + 1)
    read(client, "/fr/themes/logement/")

    with django_assert_num_queries(13):
        read(client, "/fr/themes/logement/")


@pytest.mark.parametrize("url", ["/fr/events/999999.ics", "/fr/entries/999999/", "/fr/themes/rien/"])
def test_what_does_not_exist_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", ["/fr/agenda.ics", "/fr/themes/", "/sitemap.xml"])
def test_reading_is_by_get_alone(client: Client, url: str) -> None:
    assert client.post(url).status_code == 405


def test_what_is_due_is_published_by_the_clock(client: Client) -> None:
    article = make_article(title="À l’heure dite")
    article.unpublish()
    article.go_live_at = article.first_published_at - timedelta(hours=1)
    revision = article.save_revision(approved_go_live_at=article.go_live_at)
    assert revision

    publish_scheduled()
    publish_scheduled()

    assert "À l’heure dite" in read(client, article.url)


def test_a_page_below_a_restriction_is_closed(client: Client) -> None:
    section = make_section("article")
    article = make_article(parent=section, title="Réservé")
    PageViewRestriction.objects.create(page=section, restriction_type="login")

    assert client.get(article.url).status_code == 302
