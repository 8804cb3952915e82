"""The look before publishing: what points at a person is noticed, what does not is left alone."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from richtext.hints import MASK, Kind, find, mask
from richtext.reading import plain


@pytest.mark.parametrize(
    ("text", "kind", "passage"),
    [
        ("Il s'agit de Karim Benali, né le 12/03/1987, connu", Kind.BIRTH, "Karim Benali, né le 12/03/1987"),
        ("Marie Van den Berg (née le 3 mars 1987)", Kind.BIRTH, "Marie Van den Berg (née le 3 mars 1987"),
        ("Jan Peeters, geboren op 1 februari 2009", Kind.BIRTH, "Jan Peeters, geboren op 1 februari 2009"),
        ("date de naissance : 01.02.2001", Kind.BIRTH, "date de naissance : 01.02.2001"),
        ("Sofie Claes (14/07/1990) woont", Kind.BIRTH, "Sofie Claes (14/07/1990"),
        ("° 5.6.1999 à Mons", Kind.BIRTH, "° 5.6.1999"),
        ("la voiture 1-ABC-234 stationne", Kind.PLATE, "1-ABC-234"),
        ("nummerplaat 2 XYZ 101.", Kind.PLATE, "2 XYZ 101"),
        ("vu : AB-123-CD hier", Kind.PLATE, "AB-123-CD"),
        ("la plaque ABC-123 revient", Kind.PLATE, "ABC-123"),
        ("NN 85.07.30-033.28", Kind.REGISTER, "85.07.30-033.28"),
        ("nr 85073003328,", Kind.REGISTER, "85073003328"),
        ("sur BE68 5390 0754 7034 merci", Kind.ACCOUNT, "BE68 5390 0754 7034"),
        ("op be68539007547034.", Kind.ACCOUNT, "be68539007547034"),
        ("FR14 2004 1010 0505 0001 3M02 606", Kind.ACCOUNT, "FR14 2004 1010 0505 0001 3M02 606"),
    ],
)
def test_a_passage_about_a_person_is_noticed(text, kind, passage):
    assert [(hint.kind, hint.text) for hint in find(text, this_year=2026)] == [(kind, passage)]


@pytest.mark.parametrize(
    "text",
    [
        "Appelez le 0475 12 34 56 ou le 02/345.67.89, +32 475 12 34 56, 0032475123456, 32475123456",
        "Réunion le 12/03/2026 à 9h, puis le 3 avril 2026 à Namur (Salle Rogier, 14/05/2026)",
        "Vergadering op 1 februari 2026, Zaal Horta (1/2/2026)",
        "loi du 7 décembre 1998, Loi Football (21/12/1998), art. 119bis NLC, AR du 15/05/2003",
        "Wet van 24 juni 2013, Koninklijk Besluit (21/12/2013), omzendbrief GPI 62",
        "La Convention d'Istanbul, 11/05/2011, et le Code Pénal (8 juin 1867)",
        "numéro d'entreprise 0203.201.340, TVA BE 0203.201.340",
        "le 3 MAI 2024, le 1 DEC 202 et 1 JAN 150",
        "BE68 5390 0754 7035 et NL00BANK0123456789: pas des comptes",
        "85.07.30-033.29",
        "Réf. COL 1-2019, PSSP 2024-2025, budget 125.000,00 €, 12 345 678 901",
        "Le 21 novembre 2026, Anne Dupont et Bram Claes (Ville de Gand, 2026) ont présenté",
        "Anna Peeters (12/10/2026) a proposé",
        "ISBN 978-2-1234-5680-3, 4000 Liège, CP 1000",
        "Elle est née à Mons. Geboren Gentenaar.",
    ],
)
def test_what_is_no_secret_is_left_alone(text):
    assert find(text, this_year=2026) == []


def test_the_mask_covers_all_that_was_noticed_and_nothing_else():
    text = (
        "<p>Karim Benali, né le <strong>12/03/1987</strong>, roule en 1-ABC-234 &amp; paie de BE68 5390 0754 7034.</p>"
    )

    masked = mask(text)

    assert find(plain(masked)) == []
    assert masked.count(MASK) == 3
    assert masked.startswith("<p>[…], roule en […] &amp; paie de […].")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.printable + "é°né le – BE68·", max_size=300))
def test_nothing_makes_it_stumble_and_masking_ends(text):
    masked = mask(f"<p>{text.replace('<', '').replace('>', '').replace('&', '')}</p>")

    assert find(plain(mask(masked))) == find(plain(masked)) == []


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(1, 997), st.booleans())
def test_every_register_number_is_noticed(year, month, day, order, is_recent):
    counted = f"{year:02}{month:02}{day:02}{order:03}"
    check = 97 - int(("2" if is_recent else "") + counted) % 97
    number = f"{counted[:2]}.{counted[2:4]}.{counted[4:6]}-{counted[6:]}.{check:02}"

    assert [hint.text for hint in find(f"numéro {number} !")] == [number]
