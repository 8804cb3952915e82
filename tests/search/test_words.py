"""Words, their stems, and what joins them."""

import pytest

from search.words import MOST_WORDS, chunks, stem, stems, tidy


@pytest.mark.parametrize(
    "alike",
    [
        "école écoles ecole ÉCOLES", "sécurité sécurités securite", "employé employée employés employees",
        "policier policière policiers policieres", "journal journaux", "travail travaux", "lieu lieux", "enjeu enjeux",
        "réseau réseaux reseaux", "cœur coeurs", "incivilité incivilites", "professionnel professionnelles",
        "vidéo vidéos", "emploi emplois", "loi lois", "délai délais", "local locaux locale", "fête fetes",
    ],
)  # fmt: skip
def test_french_forms_of_one_word_share_a_stem(alike: str) -> None:
    assert len({stem(word, "fr") for word in alike.split()}) == 1


@pytest.mark.parametrize(
    "alike",
    [
        "school scholen SCHOLEN", "gemeente gemeenten gemeentes", "huis huizen", "brief brieven", "stad steden",
        "lid leden", "dag dagen", "weg wegen", "probleem problemen", "straat straten", "jongere jongeren",
        "coördinator coördinatoren coordinator", "categorie categorieën categorieen", "idee ideeën", "foto foto's",
        "politiezone politiezones", "vergadering vergaderingen", "geld gelden", "gezin gezinnen", "geval gevallen",
        "gebied gebieden", "gesprek gesprekken", "gemeenschap gemeenschappen", "burgemeester burgemeesters",
        "gebouw gebouwen", "bemiddelaar bemiddelaars", "plan plannen",
    ],
)  # fmt: skip
def test_dutch_forms_of_one_word_share_a_stem(alike: str) -> None:
    assert len({stems(word, "nl") for word in alike.split()}) == 1


@pytest.mark.parametrize(
    ("language", "alike"), [("de", "Schule Schulen"), ("en", "city cities"), ("xx", "Straße STRASSE strasse")]
)
def test_other_languages_have_their_own_stems_or_none(language: str, alike: str) -> None:
    assert len({stem(word, language) for word in alike.split()}) == 1


@pytest.mark.parametrize("written", ["l'inclusion", "l’inclusion", "d'inclusion", "L’INCLUSION", "qu'inclusion"])
def test_an_elided_article_is_not_a_word(written: str) -> None:
    assert [chunk.words for chunk in chunks(written)] == [(written[-9:],)]


def test_an_apostrophe_that_elides_nothing_keeps_both_sides() -> None:
    assert [chunk.words for chunk in chunks("aujourd'hui")] == [("aujourd", "hui")]


def test_a_joined_word_keeps_its_parts_and_is_found_in_one_piece_too() -> None:
    (chunk,) = chunks("co-construction")
    assert (chunk.words, chunk.others) == (("co", "construction"), ("coconstruction",))


@pytest.mark.parametrize(
    ("written", "word", "others"),
    [
        ("professionnel·les", "professionnel", ("professionnelle",)),
        ("citoyen·ne·s", "citoyen", ("citoyenne", "citoyens")),
        ("acteur·rices", "acteur", ("actrice",)),
        ("animateur•trice", "animateur", ("animatrice",)),
        ("policier·ère", "policier", ("policière",)),
        ("agent.e.s", "agent", ("agente", "agents")),
    ],
)
def test_inclusive_writing_is_one_word_with_its_other_forms(written: str, word: str, others: tuple[str, ...]) -> None:
    (chunk,) = chunks(written)
    assert (chunk.words, chunk.others) == ((word,), others)


def test_an_address_with_full_stops_is_not_inclusive_writing() -> None:
    assert [chunk.words for chunk in chunks("www.besafe.be")] == [("www", "besafe", "be")]


def test_what_cannot_be_seen_parts_no_word() -> None:
    assert stems(tidy("poli\u00adce\u200b locale\x00"), "fr") == stems("police locale", "fr")


def test_letters_in_two_pieces_are_the_letters_in_one() -> None:
    assert stems(tidy("e\u0301cole"), "fr") == stems("école", "fr")


def test_a_text_without_end_is_cut() -> None:
    assert len(stems("mot " * (MOST_WORDS * 2), "fr").split()) == MOST_WORDS
    assert len(stems(" ".join(f"{'𐌰' * 39}{number}" for number in range(9000)), "xx").encode()) < 500_000


@pytest.mark.parametrize("text", ["", "…", "🎉 ·", "- ' ’", "_", "\u0301", "''''", "l'", "·les", "a" * 10_000])
def test_odd_texts_have_stems_or_none(text: str) -> None:
    assert all(token.isalnum() for token in stems(tidy(text), "fr").split())
