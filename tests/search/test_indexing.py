"""The index says what the sources say, after each announcement and after a rebuild."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from contracts.announcing import announce
from search import index
from search.indexing import is_empty, rebuild, refresh
from search.models import Document
from search.querying import find
from tests.search.shelf import NOON, Shelf, put, take

pytestmark = pytest.mark.django_db


def keys(query: str, **narrowing: Any) -> list[str]:
    return [hit.key for hit in find(query, user=None, **narrowing).hits]


def test_announced_content_is_found() -> None:
    put("article:1", "Prévention de la radicalisation")
    announce("article:1")
    assert keys("radicalisation") == ["article:1"]


def test_changed_words_are_found_and_the_old_ones_no_more() -> None:
    put("article:1", "Ancien")
    refresh(["article:1"])
    put("article:1", "Nouveau")
    refresh(["article:1"])
    assert (keys("ancien"), keys("nouveau")) == ([], ["article:1"])


def test_what_the_source_no_longer_has_is_found_no_more() -> None:
    put("article:1", "Médiation")
    put("article:1", "Bemiddeling", language="nl")
    refresh(["article:1"])
    take("article:1")
    refresh(["article:1"])
    assert not Document.objects.exists()
    assert keys("médiation") == []


def test_a_language_that_is_taken_back_goes_alone() -> None:
    put("article:1", "Médiation")
    put("article:1", "Bemiddeling", language="nl")
    refresh(["article:1"])
    del Shelf.standing["article:1", "nl"]
    refresh(["article:1"])
    assert (keys("bemiddeling"), keys("médiation")) == ([], ["article:1"])


def test_unknown_and_repeated_keys_do_no_harm() -> None:
    put("article:1", "Titre")
    refresh(["article:1", "nonsense", "", "topic:999999999999999999999999", "article:1"])
    refresh([])
    assert Document.objects.count() == 1


def test_what_is_rolled_back_was_never_indexed() -> None:
    put("article:1", "Titre")
    with transaction.atomic():
        refresh(["article:1"])
        transaction.set_rollback(True)
    assert is_empty()


def test_a_source_that_fails_fails_the_change(settings: Any) -> None:
    settings.SEARCH_SOURCES = ["tests.search.shelf.Broken"]
    with pytest.raises(RuntimeError):
        announce("article:1")


def test_a_new_date_moves_a_text_in_time_and_nothing_is_left_behind() -> None:
    put("article:1", "Titre commun", date=NOON)
    put("article:2", "Titre commun", date=NOON - timedelta(days=1))
    refresh(["article:1", "article:2"])
    put("article:1", "Titre commun", date=NOON - timedelta(days=900))
    refresh(["article:1"])
    assert keys("commun") == ["article:2", "article:1"]
    assert Document.objects.count() == 2


def test_texts_of_one_moment_each_get_a_place_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "number_for", lambda key, language, date: int(date.timestamp()) << 24)
    for number in range(5):
        put(f"article:{number}", "Commun")
        refresh([f"article:{number}"])
    put("article:9", "Commun")
    put("article:8", "Commun")
    refresh(["article:8", "article:9"])
    assert len(keys("commun")) == 7


def test_texts_from_before_1970_and_after_2100_have_their_place() -> None:
    put("article:1", "Loi communale", date=NOON.replace(year=1836))
    put("article:2", "Loi communale", date=NOON.replace(year=2300))
    refresh(["article:1", "article:2"])
    assert list(Document.objects.order_by("-id").values_list("key", flat=True)) == ["article:2", "article:1"]
    refresh(["article:1", "article:2"])
    assert len(keys("communale")) == 2


def test_new_content_costs_three_statements(django_assert_num_queries: Any) -> None:
    put("article:1", "Titre")
    with transaction.atomic(), django_assert_num_queries(3):
        refresh(["article:1"])


@pytest.mark.parametrize("number", [1, 30])
def test_changed_content_costs_two_statements_however_many(number: int, django_assert_num_queries: Any) -> None:
    for change in ("Titre", "Autre"):
        for row in range(number):
            put(f"article:{row}", change)
        with transaction.atomic(), django_assert_num_queries(2 if change == "Autre" else 3):
            refresh(f"article:{row}" for row in range(number))


def test_unchanged_content_costs_one_statement(django_assert_num_queries: Any) -> None:
    put("article:1", "Titre")
    refresh(["article:1"])
    with transaction.atomic(), django_assert_num_queries(1):
        refresh(["article:1"])


def test_more_keys_than_a_batch_are_all_indexed() -> None:
    for number in range(450):
        put(f"comment:{number}", "Commun")
    refresh(f"comment:{number}" for number in range(450))
    assert find("commun", user=None).total.number == 450


def test_a_rebuild_finds_what_was_never_announced_and_drops_what_is_gone() -> None:
    put("article:1", "Disparu")
    refresh(["article:1"])
    take("article:1")
    for number in range(2, 205):
        put(f"article:{number}", "Présent")
    heard: list[int] = []
    assert rebuild(tell=heard.append) == 203
    assert heard == [200, 203, 204]
    assert (keys("disparu"), find("présent", user=None).total.number) == ([], 203)


def test_a_rebuild_makes_stems_again_of_unchanged_texts() -> None:
    put("article:1", "Quartiers")
    refresh(["article:1"])
    Document.objects.update(title_stems="older", marks="=kind:other")
    assert keys("quartier") == []
    rebuild()
    assert keys("quartier") == ["article:1"]


def test_the_command_says_what_it_did_and_leaves_a_filled_index_alone() -> None:
    put("article:1", "Titre")
    said = StringIO()
    call_command("reindex", "--if-empty", stdout=said, verbosity=2)
    assert "1 texts can be found." in said.getvalue()
    put("article:2", "Titre")
    call_command("reindex", "--if-empty", stdout=said)
    assert Document.objects.count() == 1


def test_a_very_long_text_is_found_by_its_beginning() -> None:
    put("article:1", "Rapport", "introuvable " + "mot " * 30_000 + "tropbas")
    put("article:2", "Rapport", " ".join(f"mot{number}" for number in range(30_000)))
    refresh(["article:1", "article:2"])
    assert keys("introuvable") == ["article:1"]


@pytest.mark.parametrize(
    "text", ["\x00", "l\u00adong", "'", "\\", "':1A", '"', "ẞ ﬁ Ⅷ ½ ²", "مرحبا שלום 你好 🎉", "a" * 5000]
)
def test_odd_texts_are_indexed(text: str) -> None:
    put("article:1", text, text, where='place o\'odd \\ "x"', within="pl:éà.1", kind="odd kind")
    refresh(["article:1"])
    assert Document.objects.count() == 1
    put("article:1", f"{text} bis", text)
    refresh(["article:1"])
    assert keys("bis") == ["article:1"]


def test_the_full_text_index_agrees_with_the_table_after_every_kind_of_write() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the words in the row itself")
    for number in range(20):
        put(f"article:{number}", f"Titre {number}")
    rebuild()
    put("article:3", "Autre", date=NOON + timedelta(days=3))
    take("article:4")
    refresh(["article:3", "article:4"])
    Document.objects.filter(key="article:5").delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)")
