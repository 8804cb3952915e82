"""Pages and entries come into the tree, in both languages."""

from datetime import UTC, datetime

import pytest

from home.errors import ParentNotTranslatedError
from home.models import ArticlePage
from home.publishing import add_version
from tests.factories.home import make_article, make_entry, make_event, make_home, make_section, make_theme

pytestmark = pytest.mark.django_db


def test_an_added_page_is_live_in_its_parents_language() -> None:
    article = make_article(title="Un protocole")

    assert (article.live, article.locale.language_code, article.url) == (True, "fr", f"/fr/{article.slug}/")


def test_a_page_can_be_dated_back() -> None:
    at = datetime(2024, 3, 1, 9, tzinfo=UTC)

    article = make_article(at=at)

    assert (article.first_published_at, article.last_published_at) == (at, at)


def test_a_version_stands_below_the_version_of_the_parent() -> None:
    section = make_section()
    make_section(of=section, language="nl")
    article = make_article(parent=section)

    dutch = make_article(of=article, language="nl")

    assert dutch.translation_key == article.translation_key
    assert dutch.get_parent().translation_key == section.translation_key
    assert dutch.url.startswith("/nl/")


def test_a_version_needs_its_parents_version() -> None:
    article = make_article(parent=make_section())

    with pytest.raises(ParentNotTranslatedError):
        add_version(ArticlePage(title="Een protocol", slug="een-protocol", lead="…"), of=article, language="nl")


def test_themes_are_stored_with_the_page() -> None:
    theme = make_theme()

    assert [link.theme for link in ArticlePage.objects.get(pk=make_article(themes=[theme]).pk).theme_links.all()] == [
        theme
    ]


def test_the_home_page_stands_in_both_languages() -> None:
    french, dutch = make_home("fr"), make_home("nl")

    assert french.translation_key == dutch.translation_key
    assert (french.url, dutch.url) == ("/fr/", "/nl/")


def test_an_entry_has_versions_that_share_its_key() -> None:
    entry = make_entry(links=[{"text": "Compte rendu", "url": "https://a.example/"}])

    dutch = make_entry(of=entry, language="nl", links=[{"text": "Verslag", "url": "https://a.example/"}])

    assert dutch.key == entry.key
    assert [link.locale.language_code for link in dutch.links.all()] == ["nl"]
    assert dutch.live


def test_an_event_is_kept() -> None:
    assert make_event().live
