"""What the search index learns, and when it is told."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from contracts import announcing
from home.documents import EntryDocuments, PageDocuments
from tests.factories.home import (
    make_article,
    make_dossier,
    make_entry,
    make_event,
    make_home,
    make_plain_page,
    make_section,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[str]]:
    """The keys that are announced from now on."""
    keys: list[str] = []

    def watcher(news: Iterable[str]) -> None:
        keys.extend(news)

    announcing.watch(watcher)
    yield keys
    announcing._watchers.remove(watcher)


def test_a_page_is_found_by_all_its_words_in_each_language() -> None:
    theme = make_theme()
    article = make_article(
        title="Titre", lead="Chapeau", body=[("paragraph", "<p>Le <b>corps</b></p>")], themes=[theme]
    )
    dutch = make_article(of=article, language="nl", title="Titel")

    french_document, dutch_document = PageDocuments().documents([article.key])

    assert (french_document.title, french_document.language, french_document.url) == ("Titre", "fr", article.url)
    assert "Chapeau" in french_document.body
    assert "corps" in french_document.body
    assert french_document.themes == {theme.pk}
    assert (dutch_document.key, dutch_document.url) == (article.key, dutch.url)


def test_all_kinds_are_findable() -> None:
    make_article()
    make_event(programme=[("moment", {"time": "13:00", "what": "Accueil", "who": ""})])
    make_dossier(legal_framework=[("paragraph", "<p>Loi</p>")])
    make_plain_page()

    documents = list(PageDocuments().documents())

    assert sorted(document.kind for document in documents) == ["article", "dossier", "event", "page"]
    assert "Accueil" in "".join(document.body for document in documents)


def test_drafts_are_not_findable() -> None:
    article = make_article()
    article.unpublish()

    assert list(PageDocuments().documents([article.key])) == []


def test_an_entry_is_findable_by_its_text_and_links() -> None:
    entry = make_entry(text="<p>Journée d’étude</p>", links=[{"text": "Compte rendu", "url": "https://a.example/"}])

    (document,) = EntryDocuments().documents([entry.key, "entry:nonsense", "article:x"])

    assert "Journée d’étude" in document.body
    assert "Compte rendu" in document.body
    assert document.url == entry.address


@pytest.mark.parametrize("rows", [1, 30])
def test_telling_costs_the_same_queries(rows: int, django_assert_num_queries: Any) -> None:
    theme = make_theme()
    keys = [make_article(themes=[theme]).key for _number in range(rows)]

    with django_assert_num_queries(2):
        assert len(list(PageDocuments().documents(keys))) == rows


def test_publishing_and_unpublishing_are_announced(told: list[str]) -> None:
    article = make_article()
    assert article.key in told
    told.clear()

    article.unpublish()

    assert article.key in told


def test_a_page_is_gone_when_its_deletion_is_announced() -> None:
    article = make_article()
    key, left = article.key, ["not asked"]

    def look(news: Iterable[str]) -> None:
        left[:] = [document.title for document in PageDocuments().documents(news)]

    announcing.watch(look)
    article.delete()
    announcing._watchers.remove(look)

    assert left == []
    assert list(PageDocuments().documents([key])) == []


def test_moving_a_section_announces_what_lies_below(told: list[str]) -> None:
    section, aim = make_section(), make_section()
    article = make_article(parent=section)
    told.clear()

    section.move(aim, pos="last-child")

    assert article.key in told


def test_a_new_slug_above_announces_what_lies_below(told: list[str], django_capture_on_commit_callbacks: Any) -> None:
    section = make_section()
    article = make_article(parent=section)
    told.clear()

    section.slug = "autre-adresse"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()

    assert article.key in told


def test_entries_are_announced(told: list[str]) -> None:
    entry = make_entry()
    assert entry.key in told
    told.clear()

    entry.unpublish()
    entry.delete()

    assert told == [entry.key, entry.key]


def test_the_home_page_is_nobodys_document(told: list[str]) -> None:
    make_home().save_revision().publish()

    assert told == []
