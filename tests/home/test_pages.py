"""What a visitor meets: pages by kind, the home page, sections, the agenda."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from tests.factories.home import (
    make_article,
    make_brief,
    make_document,
    make_dossier,
    make_entry,
    make_event,
    make_home,
    make_image,
    make_plain_page,
    make_resource,
    make_section,
    make_tag,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _warm(settings: Any, tmp_path: Any) -> None:
    """Fill what a running process keeps, so that counts of queries are the page's own."""
    settings.MEDIA_ROOT = tmp_path
    Site.get_site_root_paths()
    ContentType.objects.clear_cache()


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_article_shows_its_words(client: Client) -> None:
    theme = make_theme(name_fr="Médiation", hue=100)
    body = [
        ("heading", "Une table"),
        ("paragraph", "<p>Un <b>protocole</b> : simple.</p>"),
        ("quote", {"text": "Personne ne criait.", "who": "Une médiatrice"}),
        ("facts", {"title": "À retenir", "items": ["214 ménages"]}),
    ]

    html = read(client, make_article(title="Parler sur le palier", body=body, themes=[theme]).url)

    assert html.count("<h1") == 1
    for words in (
        "Parler sur le palier",
        "Une table",
        "Personne ne criait.",
        "214 ménages",
        "Médiation",
        theme.css_class,
    ):
        assert words in html
    assert "<b>protocole</b>\u00a0: simple" in html


def test_links_in_the_text_lead_to_the_readers_language(client: Client) -> None:
    aim = make_article()
    dutch_aim = make_article(of=aim, language="nl")
    body = [("paragraph", f'<p><a linktype="page" id="{aim.pk}">ici</a></p>')]

    dutch = make_article(of=make_article(body=body), language="nl", body=body)

    assert f'<a href="{dutch_aim.url}">ici</a>' in read(client, dutch.url)


def test_a_link_to_a_page_that_is_gone_loses_its_address(client: Client) -> None:
    body = [("paragraph", '<p><a linktype="page" id="99999">ici</a></p>')]

    assert "<a>ici</a>" in read(client, make_article(body=body).url)


def test_a_picture_carries_its_alternative_text(client: Client) -> None:
    article = make_article(picture=make_image(), picture_alt="Deux chaises sur une place")

    assert 'alt="Deux chaises sur une place"' in read(client, article.url)


def test_a_page_says_in_which_language_it_does_not_exist(client: Client) -> None:
    article = make_article()
    assert 'class="reading-missing" lang="nl"' in read(client, article.url)

    make_article(of=article, language="nl")

    assert "reading-missing" not in read(client, article.url)


def test_a_resource_leads_to_its_file(client: Client) -> None:
    document = make_document()

    html = read(client, make_resource(document=document, link="", authors="J. Peeters", year=2019).url)

    assert document.url in html
    assert "J. Peeters" in html
    assert "2019" in html


def test_a_brief_leads_to_somebody_elses_page(client: Client) -> None:
    html = read(client, make_brief(deadline=date(2030, 5, 1), source="Fonds Quartiers").url)

    assert 'href="https://elsewhere.example/call"' in html
    assert "Fonds Quartiers" in html
    assert "2030" in html


def test_an_event_says_when_where_and_how_to_register(client: Client) -> None:
    starts = datetime(2030, 9, 16, 11, 0, tzinfo=UTC)
    event = make_event(
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        session_languages=["fr", "nl"],
        registration_email="inscription@example.org",
        programme=[("moment", {"time": "13:00", "what": "Accueil", "who": "L’équipe"})],
        speakers="Isabelle, sociologue\nÉlodie, psychologue",
    )

    html = read(client, event.url)

    for words in ("13:00", "16:00", "Maison des associations", "mailto:inscription@example.org", "Accueil", "L’équipe"):
        assert words in html
    assert "<li>Isabelle, sociologue</li>" in html


def test_an_event_that_is_over_offers_no_registration(client: Client) -> None:
    event = make_event(days_ahead=-20, registration_url="https://register.example/")

    assert "https://register.example/" not in read(client, event.url)


def test_a_plain_page_shows_its_words(client: Client) -> None:
    assert "Nous contacter" in read(client, make_plain_page(title="Nous contacter").url)


def test_the_home_page_gathers_what_is_new_and_what_comes(client: Client) -> None:
    make_article(title="Le plus récent")
    make_brief(title="Une brève", days_ago=2)
    make_event(title="Une rencontre", days_ahead=3)
    make_event(title="Une rencontre passée", days_ahead=-3)

    html = read(client, "/fr/")

    assert html.count("<h1") == 1
    for words in ("Le plus récent", "Une brève", "Une rencontre", "/fr/subscribe"):
        assert words in html or words == "/fr/subscribe"
    assert "Une rencontre passée" not in html


def test_the_home_page_shows_untranslated_content_marked_with_its_language(client: Client) -> None:
    make_article(title="En français seulement")
    translated = make_article(title="Traduit")
    make_article(of=translated, language="nl", title="Vertaald")

    html = read(client, "/nl/")

    assert 'lang="fr" hreflang="fr">En français seulement' in html
    assert "Vertaald" in html
    assert "Traduit" not in html


def test_a_section_lists_its_kind_newest_first(client: Client) -> None:
    section = make_section("article")
    make_article(title="Ancien", days_ago=30)
    make_article(title="Nouveau", days_ago=1)
    make_brief(title="Une brève")

    html = read(client, section.url)

    assert html.index("Nouveau") < html.index("Ancien")
    assert "Une brève" not in html


def test_a_section_of_pages_says_what_each_is_for(client: Client) -> None:
    section = make_section("nothing")
    make_plain_page(parent=section, title="La permanence", lead="Chaque mardi, sans rendez-vous.")

    assert "Chaque mardi, sans rendez-vous." in read(client, section.url)


def test_a_section_is_narrowed_by_theme_tag_and_year(client: Client) -> None:
    main, tag = make_theme(), make_tag()
    part = make_theme(parent=main)
    section = make_section("article")
    make_article(title="Du thème", themes=[part], tags=[tag], at=datetime(2024, 5, 1, tzinfo=UTC))
    make_article(title="D’ailleurs", at=datetime(2022, 5, 1, tzinfo=UTC))

    for query in (f"?theme={main.pk}", f"?tag={tag.pk}", "?year=2024"):
        html = read(client, section.url + query)
        assert "Du thème" in html
        assert "D’ailleurs" not in html


@pytest.mark.parametrize("query", ["?theme=x", "?year=20000", "?tag=0", "?page=999", "?page=x", "?past=maybe"])
def test_a_filter_that_makes_no_sense_is_left_out(client: Client, query: str) -> None:
    section = make_section("article")
    make_article(title="Toujours là")

    assert "Toujours là" in read(client, section.url + query)


def test_a_long_section_has_numbered_pages(client: Client) -> None:
    section = make_section("brief")
    for number in range(21):
        make_brief(title=f"Brève {number:02}", days_ago=number)

    assert "Brève 20" not in read(client, section.url)
    assert "Brève 20" in read(client, section.url + "?page=2")


def test_the_agenda_shows_what_comes_by_month_and_keeps_the_past_apart(client: Client) -> None:
    agenda = make_section("event")
    now = timezone.now()
    make_event(title="Bientôt", starts_at=now + timedelta(days=1))
    make_event(title="Plus tard", starts_at=now + timedelta(days=70))
    make_event(title="Passé", starts_at=now - timedelta(days=5))
    make_event(title="En cours", starts_at=now - timedelta(days=2), ends_at=now + timedelta(days=2))

    html = read(client, agenda.url)

    assert html.index("En cours") < html.index("Bientôt") < html.index("Plus tard")
    assert "Passé" not in html
    assert "Passé" in read(client, agenda.url + "?past=1")


def test_a_draft_is_nowhere(client: Client) -> None:
    section = make_section("article")
    article = make_article(title="Brouillon")
    article.unpublish()

    assert client.get(article.url).status_code == 404
    assert "Brouillon" not in read(client, section.url) + read(client, "/fr/")


@pytest.mark.parametrize("rows", [1, 30])
def test_a_section_costs_the_same_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    theme, section, picture = make_theme(), make_section("article"), make_image()
    for _number in range(rows):
        make_article(themes=[theme], picture=picture, picture_alt="Une place")
    read(client, section.url)

    with django_assert_num_queries(17):
        read(client, section.url)


@pytest.mark.parametrize("rows", [1, 30])
def test_an_article_costs_the_same_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    themes = [make_theme() for _number in range(3)]
    picture, aim, document = make_image(), make_article(), make_document()
    paragraph = f'<p><a linktype="page" id="{aim.pk}">page</a> <a linktype="document" id="{document.pk}">file</a></p>'
    body = [("paragraph", paragraph)] * rows + [("button", {"text": "Voir", "page": aim, "url": ""})] * rows
    for _number in range(rows):
        make_article(themes=themes, picture=picture, picture_alt="Une place")
    article = make_article(body=body, themes=themes, picture=picture, picture_alt="Une place", parent=make_section())
    read(client, article.url)

    with django_assert_num_queries(20):
        read(client, article.url)


@pytest.mark.parametrize("rows", [1, 10])
def test_the_home_page_costs_the_same_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    theme, picture = make_theme(), make_image()
    for number in range(rows):
        make_article(themes=[theme], picture=picture, picture_alt="Une place")
        make_event(days_ahead=number + 1, themes=[theme], picture=picture, picture_alt="Une place")
    make_home("nl")
    read(client, "/fr/")

    with django_assert_num_queries(16):
        read(client, "/fr/")


def test_a_dossier_and_its_entry_answer(client: Client) -> None:
    theme = make_theme()
    entry = make_entry(themes=[theme])

    assert str(entry.heading) in read(client, make_dossier(themes=[theme]).url)
    assert str(entry.heading) in read(client, entry.address)
