"""What each reader finds, in which order, and how it is counted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from members.models import Member
from search import index, querying
from search.errors import SearchError
from search.indexing import rebuild, refresh
from search.models import Document
from search.querying import Count, find
from tests.factories.members import make_member
from tests.search.shelf import NOON, admit, put

pytestmark = pytest.mark.django_db


def keys(query: str, *, user: Any = None, **narrowing: Any) -> list[str]:
    return [hit.key for hit in find(query, user=user, **narrowing).hits]


# --- Rights ------------------------------------------------------------------------------------------------------


@pytest.fixture
def secret() -> None:
    """One public text, one in a room, two in a second room of which one in a topic with guests."""
    put("article:1", "Marqueur public")
    put("topic:1", "Marqueur un", "clandestin", where="room:1", within="topic:1")
    put("topic:2", "Marqueur deux", where="room:2", within="topic:2")
    put("comment:3", "Marqueur trois", where="room:2", within="topic:3")
    put("room:1", "Polarisation", where="room:1")
    put("room:1", "Polarisering", where="room:1", language="nl")
    rebuild()


def reader(*places: str, **fields: Any) -> Member:
    member = make_member(**fields)
    for place in places:
        admit(member, place)
    return member


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ((), {"article:1"}),
        (("room:1",), {"article:1", "topic:1"}),
        (("room:2",), {"article:1", "topic:2", "comment:3"}),
        (("topic:3",), {"article:1", "comment:3"}),
        (("room:1", "topic:2"), {"article:1", "topic:1", "topic:2"}),
        (("room:22", "room", "topic:", "", "public2"), {"article:1"}),
    ],
)
@pytest.mark.usefixtures("secret")
def test_a_reader_finds_counts_and_sees_kinds_of_her_places_only(places: tuple[str, ...], found: set[str]) -> None:
    answer = find("marqueur", user=reader(*places))
    assert {hit.key for hit in answer.hits} == found
    assert answer.total == Count(len(found))
    assert set(answer.kinds) == {key.partition(":")[0] for key in found}
    assert sum(count.number for count in answer.kinds.values()) == len(found)


@pytest.mark.parametrize("user", [None, "pending"])
@pytest.mark.usefixtures("secret")
def test_outside_the_members_only_the_public_is_found(user: str | None) -> None:
    answer = find("marqueur", user=reader("room:1", state="pending") if user else None)
    assert ([hit.key for hit in answer.hits], answer.total, answer.kinds) == (
        ["article:1"],
        Count(1),
        {"article": Count(1)},
    )


@pytest.mark.usefixtures("secret")
def test_no_hidden_word_shows_in_what_nothing_is_found_for() -> None:
    answer = find("clandestin", user=reader("room:2"))
    assert (answer.hits, answer.total, answer.kinds, answer.broadened) == ((), Count(0), {}, False)


@pytest.mark.usefixtures("secret")
def test_narrowing_never_widens_rights() -> None:
    for narrowing in ({"kinds": {"topic"}}, {"language": "fr"}, {"kinds": {"topic", "comment", "room"}}):
        assert set(keys("marqueur", user=None, **narrowing)) <= {"article:1"}


@pytest.mark.usefixtures("secret")
def test_the_subquery_decides_even_where_the_index_is_wrong() -> None:
    Document.objects.filter(key="topic:1").update(marks="=place:public =kind:topic =language:fr")
    assert keys("clandestin") == []


@pytest.mark.usefixtures("secret")
def test_a_moved_topic_is_found_where_it_is_now_and_nowhere_else() -> None:
    put("topic:1", "Marqueur un", "clandestin", where="room:2", within="topic:1")
    refresh(["topic:1"])
    assert keys("clandestin", user=reader("room:1")) == []
    assert keys("clandestin", user=reader("room:2")) == ["topic:1"]


@pytest.mark.usefixtures("secret")
def test_who_leaves_a_place_finds_nothing_of_it_at_once() -> None:
    member = reader("room:1")
    assert keys("clandestin", user=member) == ["topic:1"]
    member.group_memberships.all().delete()
    assert keys("clandestin", user=member) == []


@pytest.mark.usefixtures("secret")
def test_readers_of_very_many_places_are_served_by_the_subquery_alone() -> None:
    member = reader(*(f"room:{number}" for number in range(1000, 1000 + index.MOST_MARKED_PLACES)), "room:1")
    assert set(keys("marqueur", user=member)) == {"article:1", "topic:1"}


def test_counts_of_very_common_words_never_include_the_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(querying, "MOST", 5)
    for number in range(20):
        put(f"article:{number}", "Commun")
        put(f"comment:{number}", "Commun", where="room:1")
    put("topic:1", "Commun", where="room:1")
    put("topic:2", "Commun")
    rebuild()
    answer = find("commun", user=None)
    assert answer.total == Count(5, is_least=True)
    assert answer.kinds == {"article": Count(5, is_least=True), "topic": Count(1)}
    assert find("commun", user=None, kinds={"topic"}).total == Count(1)
    assert {hit.kind for hit in find("commun", user=None).hits} <= {"article", "topic"}


# --- Words -------------------------------------------------------------------------------------------------------


@pytest.fixture
def library() -> None:
    put("article:1", "Les écoles et l'incivilité", "Un protocole d’accord entre la police locale et les écoles.")
    put(
        "article:2",
        "Scholen in de wijk",
        "Overleg met wijkagenten over overlast en gemeentelijke boetes.",
        language="nl",
    )
    put("article:3", "Réunion des professionnel·les", "Une co-construction ; voir www.besafe.be, e-mail : info.")
    put("article:4", "Schulen und Städte", "Die Schule in Eupen.", language="de")
    put("article:5", "Local police schools", "Two cities.", language="en")
    rebuild()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ecole", {"article:1"}),
        ("ÉCOLES", {"article:1"}),
        ("incivilite", {"article:1"}),
        ("incivilités", {"article:1"}),
        ("l'école", {"article:1"}),
        ("d’écoles", {"article:1"}),
        ("protocoles accords", {"article:1"}),
        ("school", {"article:2", "article:5"}),
        ("wijkagent", {"article:2"}),
        ("boete", {"article:2"}),
        ("professionnel", {"article:3"}),
        ("professionnelles", {"article:3"}),
        ("professionnel·les", {"article:3"}),
        ("coconstruction", {"article:3"}),
        ("co-constructions", {"article:3"}),
        ("email", {"article:3"}),
        ("e-mail", {"article:3"}),
        ("www.besafe.be", {"article:3"}),
        ("Schule", {"article:4"}),
        ("stadte", {"article:4"}),
        ("city", {"article:5"}),
        ('"police locale"', {"article:1"}),
        ('"local police"', {"article:5"}),
        ('"police écoles"', set()),
        ('"incivilité un"', set()),
        ("police -écoles", {"article:5"}),
        ('écoles -"police locale"', set()),
        ("gemeente*", {"article:2"}),
        ("police locale écoles absent", set()),
        ("besafe AND OR NOT", set()),
    ],
)
@pytest.mark.usefixtures("library")
def test_words_find(query: str, found: set[str]) -> None:
    answer = find(query, user=None)
    assert {hit.key for hit in answer.hits if not answer.broadened} == found


@pytest.mark.usefixtures("library")
def test_where_nothing_has_the_word_beginnings_count_and_the_answer_says_so() -> None:
    answer = find("wijkag", user=None)
    assert ([hit.key for hit in answer.hits], answer.broadened) == (["article:2"], True)
    assert not find("wijk", user=None).broadened


@pytest.mark.usefixtures("library")
def test_a_word_of_a_mark_finds_nothing() -> None:
    assert [keys(word) for word in ("kind", "=kind:article", "place:public", "kind*", "language")] == [[]] * 5


# --- Order and pages ---------------------------------------------------------------------------------------------


def test_a_word_in_the_title_comes_before_a_word_in_the_text() -> None:
    put("article:1", "Autre chose", "médiation", date=NOON)
    put("article:2", "Médiation", date=NOON - timedelta(days=300))
    rebuild()
    assert keys("médiation") == ["article:2", "article:1"]


def test_of_equals_the_newer_comes_first() -> None:
    for number, days in enumerate((500, 2, 90)):
        put(f"article:{number}", "Médiation", date=datetime.now(UTC) - timedelta(days=days))
    rebuild()
    assert keys("médiation") == ["article:1", "article:2", "article:0"]


def test_own_languages_come_first() -> None:
    put("article:1", "Camera camera", language="nl", date=NOON)
    put("article:2", "Sujet", "une camera", date=NOON - timedelta(days=900))
    put("article:3", "Camera camera", language="de", date=NOON)
    rebuild()
    with translation.override("fr"):
        assert keys("camera")[0] == "article:2"
        assert keys("camera", user=make_member(reads=["fr", "nl"])) == ["article:1", "article:2", "article:3"]
    with translation.override("nl"):
        assert keys("camera")[0] == "article:1"


def test_one_content_in_two_languages_is_one_hit_in_the_language_of_the_page() -> None:
    put("article:1", "Bruxelles polarisation", language="fr")
    put("article:1", "Bruxelles polarisatie", language="nl")
    rebuild()
    for language in ("fr", "nl"):
        with translation.override(language):
            answer = find("bruxelles", user=None)
            assert [hit.language for hit in answer.hits] == [language]
            assert (answer.total, answer.kinds) == (Count(1), {"article": Count(1)})


def test_beyond_the_ranked_the_total_never_promises_more_contents_than_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(querying, "MOST", 5)
    for number in range(4):
        put(f"article:{number}", "Bruxelles", language="fr", date=NOON - timedelta(days=number))
        put(f"article:{number}", "Bruxelles", language="nl", date=NOON - timedelta(days=number))
    rebuild()
    assert find("bruxelles", user=None).total == Count(3, is_least=True)


@pytest.mark.parametrize(
    ("page", "shown", "number"), [(1, 20, 1), (2, 20, 2), (3, 5, 3), (4, 5, 3), (10**9, 5, 3), (0, 20, 1), (-3, 20, 1)]
)
def test_pages_are_bounded(page: int, shown: int, number: int) -> None:
    for row in range(45):
        put(f"article:{row}", "Commun")
    rebuild()
    answer = find("commun", user=None, page=page)
    assert (len(answer.hits), answer.page, answer.pages) == (shown, number, 3)


def test_pages_together_show_every_hit_once() -> None:
    for row in range(45):
        put(f"article:{row}", "Commun")
    rebuild()
    assert len({hit.key for page in (1, 2, 3) for hit in find("commun", user=None, page=page).hits}) == 45


def test_kinds_themes_and_languages_narrow_and_kinds_keep_their_counts() -> None:
    put("article:1", "Commun", themes=frozenset({1, 12}))
    put("topic:2", "Commun", themes=frozenset({2}))
    put("topic:3", "Commun", language="nl", themes=frozenset({12}))
    rebuild()
    assert keys("commun", themes={12}) == ["article:1", "topic:3"]
    assert keys("commun", themes={1}) == ["article:1"]
    assert keys("commun", language="nl") == ["topic:3"]
    assert keys("commun", kinds={"topic"}, themes={2}) == ["topic:2"]
    assert find("commun", user=None, kinds={"topic"}).kinds == {"article": Count(1), "topic": Count(2)}


# --- What a hit shows --------------------------------------------------------------------------------------------


def test_a_hit_shows_the_words_around_the_match() -> None:
    put("article:1", "Titre", "Début. " * 60 + "Ici les quartiers animés. " + "Fin. " * 60, themes=frozenset({4, 2}))
    rebuild()
    (hit,) = find("quartier", user=None).hits
    assert [piece.text for piece in hit.excerpt if piece.is_match] == ["quartiers"]
    assert hit.themes == (2, 4)
    assert sum(len(piece.text) for piece in hit.excerpt) < 240


def test_members_addresses_stand_under_the_readers_language_and_public_ones_as_they_are() -> None:
    put("topic:1", "Commun", where="room:1", url="/fr/discussions/1/")
    put("article:1", "Commun", url="/fr/articles/un/")
    rebuild()
    with translation.override("nl"):
        assert {hit.url for hit in find("commun", user=reader("room:1")).hits} == {
            "/nl/discussions/1/",
            "/fr/articles/un/",
        }


@pytest.mark.usefixtures("secret")
def test_what_stands_in_a_room_says_its_name_in_the_readers_language() -> None:
    member = reader("room:1")
    for language, name in (("fr", "Polarisation"), ("nl", "Polarisering")):
        with translation.override(language):
            assert [hit.place for hit in find("clandestin", user=member).hits] == [name]


@pytest.mark.usefixtures("secret")
def test_a_guest_of_one_topic_does_not_learn_the_name_of_its_room() -> None:
    assert [hit.place for hit in find("clandestin", user=reader("topic:1")).hits] == [""]


# --- Cost --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30])
def test_a_search_costs_the_same_statements_at_any_size(number: int, django_assert_num_queries: Any) -> None:
    for row in range(number):
        put(f"comment:{row}", "Commun", where="room:1", within=f"topic:{row}")
    rebuild()
    member = reader("room:1")
    with django_assert_num_queries(4):  # places, hits, the page's texts, names of rooms
        find("commun", user=member)


def test_a_very_common_word_costs_one_statement_more(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(querying, "MOST", 5)
    for row in range(30):
        put(f"article:{row}", "Commun")
    rebuild()
    with django_assert_num_queries(3):
        find("commun", user=None)


@pytest.mark.parametrize("query", ["", " ", "-", '""', "mot " * 3 + " ".join(f"autre{row}" for row in range(40))])
def test_what_cannot_be_answered_raises_an_error_with_words(query: str) -> None:
    with pytest.raises(SearchError) as refused:
        find(query, user=None)
    assert str(refused.value.message)
