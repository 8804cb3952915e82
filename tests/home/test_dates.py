"""Dates of entries are read as colleagues write them, kept as precise as they are known, and told in both languages."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from home.dates import read_when, tell_when
from home.models import Entry


@pytest.mark.parametrize(
    ("written", "edtf", "first", "last"),
    [
        ("24/11/2017", "2017-11-24", date(2017, 11, 24), date(2017, 11, 24)),
        ("2017-11-24", "2017-11-24", date(2017, 11, 24), date(2017, 11, 24)),
        ("8/3/2022", "2022-03-08", date(2022, 3, 8), date(2022, 3, 8)),
        ("11/2017", "2017-11", date(2017, 11, 1), date(2017, 11, 30)),
        (" 2014 ", "2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("8-18/03/2022", "2022-03-08/2022-03-18", date(2022, 3, 8), date(2022, 3, 18)),
        ("2019-2021", "2019/2021", date(2019, 1, 1), date(2021, 12, 31)),
        ("10/12/2019 – 12/01/2020", "2019-12-10/2020-01-12", date(2019, 12, 10), date(2020, 1, 12)),
        ("2018-03/2018-06", "2018-03/2018-06", date(2018, 3, 1), date(2018, 6, 30)),
    ],
)
def test_a_date_is_read(written: str, edtf: str, first: date, last: date) -> None:
    when = read_when(written)

    assert (when.edtf, when.first, when.last) == (edtf, first, last)


@pytest.mark.parametrize(
    "written", ["", "bientôt", "31/02/2020", "2022-13", "2021/2019", "0/0/0", "24/11/17", "1/2/3/4"]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        read_when(written)


@pytest.mark.parametrize(
    ("edtf", "language", "told"),
    [
        ("2017-11-24", "fr", "24 novembre 2017"),
        ("2023-05", "nl", "mei 2023"),
        ("2014", "fr", "2014"),
    ],
)
def test_a_date_is_told_no_more_precisely_than_it_is_known(edtf: str, language: str, told: str) -> None:
    with translation.override(language):
        assert tell_when(edtf) == told


def test_the_editors_own_words_win() -> None:
    assert Entry(when="2018-03/2018-06", written="printemps 2018").date_shown == "printemps 2018"
