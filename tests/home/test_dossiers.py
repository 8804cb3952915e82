"""A dossier of 300 entries is not a wall, and stays fast."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from home.models import Entry
from tests.factories.home import make_document, make_dossier, make_entry, make_theme

pytestmark = pytest.mark.django_db


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_dossier_shows_entries_of_its_themes_and_their_parts_once(client: Client) -> None:
    main = make_theme()
    part, other = make_theme(parent=main), make_theme()
    make_entry(text="<p>Du thème</p>", themes=[main, part])
    make_entry(text="<p>De la partie</p>", themes=[part])
    make_entry(text="<p>D’ailleurs</p>", themes=[other])

    html = read(client, make_dossier(themes=[main]).url)

    assert html.count("Du thème") == 1
    assert "De la partie" in html
    assert "D’ailleurs" not in html


def test_an_entry_stands_in_the_readers_language_or_marked_with_its_own(client: Client) -> None:
    theme = make_theme()
    translated = make_entry(text="<p>Traduite</p>", themes=[theme])
    make_entry(of=translated, language="nl", text="<p>Vertaald</p>", themes=[theme])
    make_entry(text="<p>Pas encore traduite</p>", themes=[theme])
    dossier = make_dossier(themes=[theme])

    html = read(client, make_dossier(of=dossier, language="nl", themes=[theme]).url)

    assert "Vertaald" in html
    assert "Traduite" not in html
    assert html.index('lang="fr"', html.index("<main")) < html.index("Pas encore traduite")


def test_entries_are_narrowed_by_theme_period_and_words_without_accents(client: Client) -> None:
    main = make_theme()
    part = make_theme(parent=main)
    make_entry(when="2014", text="<p>Médiation de quartier</p>", themes=[main])
    make_entry(when="2020-05", text="<p>Logement d’abord</p>", themes=[part])
    url = make_dossier(themes=[main]).url

    for query in ("?words=mediation+QUARTIER", "?until=2016", "?since=2010&until=2014"):
        html = read(client, url + query)
        assert "Médiation de quartier" in html
        assert "Logement d’abord" not in html
    assert "Médiation de quartier" not in read(client, f"{url}?theme={part.pk}")


@pytest.mark.parametrize("query", ["?since=x", "?theme=9999", "?until=99999", "?words=" + "a" * 300])
def test_a_question_that_makes_no_sense_is_left_out(client: Client, query: str) -> None:
    theme = make_theme()
    make_entry(text="<p>Toujours là</p>", themes=[theme])

    assert "Toujours là" in read(client, make_dossier(themes=[theme]).url + query)


def test_the_law_stands_last(client: Client) -> None:
    theme = make_theme()
    make_entry(text="<p>Une fiche</p>", themes=[theme])
    law = [("paragraph", "<p>Loi du 26 mai 2002</p>")]

    html = read(client, make_dossier(themes=[theme], legal_framework=law).url)

    assert html.index("Une fiche") < html.index("Loi du 26 mai 2002")


def test_old_years_are_folded_up(client: Client) -> None:
    theme = make_theme()
    for year in range(2000, 2020):
        make_entry(when=str(year), themes=[theme])

    html = read(client, make_dossier(themes=[theme]).url)

    assert html.count('<details class="disclosure entry-year" open') == 1
    assert "2000–2011" in html


@pytest.mark.parametrize("rows", [1, 300])
def test_a_dossier_costs_the_same_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    themes, document = [make_theme(), make_theme()], make_document()
    first = make_entry(themes=themes, links=[{"text": "Compte rendu", "document": document}])
    Entry.objects.bulk_create(
        Entry(
            when=str(1990 + number % 30),
            first_day=first.first_day,
            last_day=first.last_day,
            text="<p>Fiche</p>",
            locale=first.locale,
            live=True,
        )
        for number in range(rows - 1)
    )
    link = Entry.theme_links.rel.related_model
    link.objects.bulk_create(link(content=entry, theme=themes[0]) for entry in Entry.objects.exclude(pk=first.pk))
    dossier = make_dossier(themes=themes)
    Site.get_site_root_paths()
    read(client, dossier.url)

    with django_assert_num_queries(16):
        html = read(client, dossier.url)
    assert html.count('<article class="entry"') == rows


def test_an_entry_alone_leads_to_its_version_in_the_readers_language(client: Client) -> None:
    entry = make_entry(text="<p>Traduite</p>")
    dutch = make_entry(of=entry, language="nl", text="<p>Vertaald</p>")

    response = client.get(f"/nl/entries/{entry.pk}/")

    assert response.headers["Location"] == dutch.address
    assert "Vertaald" in read(client, dutch.address)


def test_an_entry_that_is_no_longer_live_is_nowhere(client: Client) -> None:
    entry = make_entry()
    entry.unpublish()

    assert client.get(entry.address).status_code == 404
