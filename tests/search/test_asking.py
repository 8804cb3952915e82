"""What a typed search asks for."""

import pytest

from search.asking import MOST_WORDS, Question, read
from search.errors import NothingAskedError, SearchError, TooManyWordsError


def asked(text: str) -> list[str]:
    """The first form of each term: its French stem."""
    return [" ".join(term.sequences[0]) for term in read(text).terms]


def test_every_word_is_a_term() -> None:
    assert asked("prévention urbaine") == ["prevent", "urbain"]


def test_a_word_stands_for_its_stems_in_every_language() -> None:
    (term,) = read("scholen").terms
    assert ("schol",) in term.sequences
    assert ("scholen",) in term.sequences


def test_little_words_do_not_count_beside_others() -> None:
    assert asked("la sécurité dans les quartiers d'une ville") == ["secur", "quarti", "vill"]


def test_little_words_alone_are_looked_for() -> None:
    assert len(read("het is").terms) == 2


@pytest.mark.parametrize(
    "text", ['"gardien de la paix"', "“gardien de la paix”", "« gardien de la paix »", "„gardien de la paix”"]
)
def test_quotes_of_any_country_make_a_phrase(text: str) -> None:
    assert asked(text) == ["gardien de la paix"]


def test_an_open_quote_is_ignored() -> None:
    assert asked('"police locale') == asked("police locale")


def test_a_minus_leaves_out_a_word_or_a_phrase() -> None:
    question = read('police -fédérale -"zone rouge"')
    assert len(question.terms) == 1
    assert [term.sequences[0] for term in question.without] == [("federal",), ("zon", "roug")]


@pytest.mark.parametrize("text", ["police - justice", "police – justice", "police — -- justice"])
def test_a_dash_between_words_leaves_nothing_out(text: str) -> None:
    assert asked(text) == ["polic", "justic"]
    assert not read(text).without


def test_a_hyphenated_word_is_its_parts_side_by_side_or_the_whole() -> None:
    (term,) = read("e-mail").terms
    assert ("e", "mail") in term.sequences
    assert ("email",) in term.sequences


def test_a_star_asks_for_beginnings() -> None:
    question = read("wijk* police")
    assert [term.begins for term in question.terms] == [True, False]


def test_a_single_letter_is_no_beginning() -> None:
    assert not read("a*").terms[0].begins


def test_beginnings_of_all_single_words_but_not_of_phrases() -> None:
    question = read('wijk "lokale politie"').with_beginnings()
    assert [term.begins for term in question.terms] == [True, False]


def test_words_written_twice_count_once() -> None:
    assert read("police POLICE polices") == read("police polices")


@pytest.mark.parametrize("text", ["", "   ", '""', "-", "- -", "…?!", "🎉", "-police", '-"a b"', "***", "\x00", "''"])
def test_nothing_to_look_for_is_said(text: str) -> None:
    with pytest.raises(NothingAskedError):
        read(text)


def test_a_pasted_page_is_refused() -> None:
    with pytest.raises(TooManyWordsError):
        read(" ".join(f"mot{number}" for number in range(MOST_WORDS + 1)))


def test_every_refusal_has_words_for_the_reader() -> None:
    assert all(str(error.message) for error in [SearchError, *SearchError.__subclasses__()])


@pytest.mark.parametrize(
    "text", ["AND OR NOT", 'a" OR "b', "title_stems:x", "NEAR(a b)", "a & b | !c", "'; DROP TABLE x", "^a", "{x}"]
)
def test_the_databases_own_signs_mean_nothing(text: str) -> None:
    question = read(text)
    assert isinstance(question, Question)
    assert all(token.isalnum() for term in question.terms for token in term.tokens)
