"""The search page."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.forms import LONGEST
from search.indexing import rebuild
from tests.factories.members import make_member
from tests.search.shelf import admit, put
from themes.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> Theme:
    theme = Theme.objects.create(name_fr="Polarisation", name_nl="Polarisering", slug_fr="p", slug_nl="p", hue=200)
    put(
        "article:1",
        "Écoles <b>&",
        "Les écoles <script>alert(1)</script> de la ville",
        themes=frozenset({theme.pk, 999}),
    )
    put("topic:1", "Les écoles en secret", "marqueur", where="room:1", within="topic:1", url="/fr/discussions/1/")
    put("room:1", "Espace Polarisation", where="room:1")
    put("article:2", "Scholen", "école", language="nl", url="/nl/scholen/")
    rebuild()
    return theme


def page(client: Client, query: str = "", language: str = "fr") -> str:
    response = client.get(f"/{language}/search/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_before_anything_is_asked_the_page_helps(client: Client) -> None:
    text = page(client)
    assert 'name="q"' in text
    assert "search-help" in text
    assert "search-results" not in text


def test_results_are_listed_with_their_words_marked_and_escaped(client: Client, filled: Theme) -> None:
    text = page(client, "?q=ecole")
    assert "<mark>Écoles</mark> &lt;b&gt;&amp;" in text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert filled.css_class in text
    assert 'lang="nl" hreflang="nl"' in text


def test_what_was_typed_stays_in_the_box_escaped(client: Client) -> None:
    text = page(client, "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert 'value="&quot;&gt;&lt;script&gt;' in text
    assert "<script>alert" not in text


@pytest.mark.usefixtures("filled")
def test_visitors_and_members_see_their_own_results_and_only_the_public_page_may_be_kept(client: Client) -> None:
    response = client.get("/fr/search/?q=ecole")
    assert "secret" not in response.content.decode()
    assert "no-store" not in response.headers.get("Cache-Control", "")
    member = make_member()
    admit(member, "room:1")
    client.force_login(member)
    response = client.get("/fr/search/?q=ecole")
    assert "secret" in response.content.decode()
    assert "Espace Polarisation" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("filled")
def test_search_engines_are_kept_out(client: Client) -> None:
    response = client.get("/fr/search/?q=ecole")
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex' in response.content.decode()


@pytest.mark.usefixtures("filled")
def test_kinds_and_languages_are_links_that_keep_the_words(client: Client) -> None:
    member = make_member()
    admit(member, "room:1")
    client.force_login(member)
    text = page(client, "?q=ecole")
    assert 'href="?q=ecole&amp;kind=topic"' in text
    assert 'href="?q=ecole&amp;language=nl"' in text
    narrowed = page(client, "?q=ecole&kind=topic&language=fr")
    assert "Les <mark>écoles</mark> en secret" in narrowed
    assert "<mark>Écoles</mark>" not in narrowed
    assert 'href="?q=ecole&amp;language=fr" aria-current="true"' not in narrowed
    assert 'href="?q=ecole&amp;kind=topic&amp;language=fr"' in narrowed


def test_a_theme_narrows_and_can_be_left(client: Client, filled: Theme) -> None:
    text = page(client, f"?q=ecole&theme={filled.pk}")
    assert "<mark>Écoles</mark>" in text
    assert "Scholen" not in text
    assert 'href="?q=ecole"' in text


def test_nothing_found_says_so_and_what_to_try(client: Client) -> None:
    text = page(client, "?q=introuvable&language=nl")
    assert "introuvable" in text
    assert "search-nothing" in text
    assert 'href="?q=introuvable"' in text


@pytest.mark.parametrize(
    "query", ["-ecole", '""', "%2D", "a" * (LONGEST + 1), "+".join(f"mot{row}" for row in range(60))]
)
def test_what_cannot_be_answered_is_said_beside_the_box(client: Client, query: str) -> None:
    text = page(client, f"?q={query}")
    assert 'id="search-error"' in text
    assert 'aria-describedby="search-error' in text


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=abc", "page=99999999999999999999", "page=2", "page=" + "9" * 5000, "q=other",
     "kind=zzz", "kind=topic&kind=article", "kind=%00", "language=xx",
     "theme=abc", "theme=99999999999999999999999", "theme=-1", "theme=%00"],
)  # fmt: skip
@pytest.mark.usefixtures("filled")
def test_odd_choices_are_no_choice(client: Client, query: str) -> None:
    assert page(client, f"?q=ecole&{query}")


@pytest.mark.usefixtures("filled")
def test_pages_are_numbered_and_keep_the_search(client: Client) -> None:
    for number in range(45):
        put(f"comment:{number}", "Commun")
    rebuild()
    text = page(client, "?q=commun&kind=comment&page=2")
    assert 'href="?q=commun&amp;kind=comment&amp;page=3"' in text
    assert text.count('class="search-result ') + text.count('class="search-result"') == 20


def test_the_page_exists_in_dutch_and_the_switch_keeps_the_words(client: Client) -> None:
    assert '"/nl/search/?q=ecole"' in page(client, "?q=ecole")
    assert '<html lang="nl"' in page(client, "?q=ecole", "nl")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)("/fr/search/?q=ecole").status_code == 405


def test_head_answers_like_get(client: Client) -> None:
    assert client.head("/fr/search/?q=ecole").status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_statements_at_any_size(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for row in range(number):
        put(f"comment:{row}", "Commun", where="room:1")
    rebuild()
    member = make_member()
    admit(member, "room:1")
    client.force_login(member)
    client.get("/fr/search/")
    with django_assert_num_queries(QUERIES):
        client.get("/fr/search/?q=commun")


QUERIES = 11  # session, member, rights to the CMS; the shell's; then places, hits, texts, room names


QUERY_SIGNS = st.text(
    st.sampled_from(list("""ab éœ·'’"-*()+:^{}[]|&!<>\\%_,;./=~#@\x00\u200b\u0301\U0001f389""")), max_size=40
)


def _never_breaks(client: Client, *asked: str) -> None:
    query, kind, number = (text.encode("utf-8", "replace").decode() for text in asked)
    response = client.get("/fr/search/", {"q": query, "kind": kind, "page": number, "theme": number})
    assert response.status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERY_SIGNS | st.text(max_size=60), kind=st.text(max_size=5), page_number=st.text(max_size=5))
@example(query='"a"*', kind="", page_number="1")
@example(query="\ud800", kind="\ud800", page_number="\ud800")
@pytest.mark.usefixtures("filled")
def test_no_search_breaks_the_page(client: Client, query: str, kind: str, page_number: str) -> None:
    _never_breaks(client, query, kind, page_number)


@pytest.mark.fuzz
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERY_SIGNS | st.text(max_size=400), kind=st.text(max_size=5), page_number=st.text(max_size=8))
@pytest.mark.usefixtures("filled")
def test_no_search_of_two_thousand_breaks_the_page(client: Client, query: str, kind: str, page_number: str) -> None:
    _never_breaks(client, query, kind, page_number)
