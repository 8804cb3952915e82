from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils.timezone import make_aware
from django.utils.translation import override

from languages.dates import date_format


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2026, 12, 1), "mardi 1er décembre 2026"),
        ("fr", date(2026, 12, 11), "vendredi 11 décembre 2026"),
        ("nl", date(2026, 12, 1), "dinsdag 1 december 2026"),
        ("en", date(2026, 12, 1), "Tuesday 1 December 2026"),
    ],
)
def test_only_the_first_of_a_french_month_is_an_ordinal(language, day, written):
    with override(language):
        assert date_format(day, "l j F Y") == written


def test_templates_write_moments_in_the_sites_own_hours_and_nothing_for_none():
    with override("fr"):
        moment = make_aware(datetime(2026, 12, 1, 9, 30))  # noqa: DTZ001  made aware in the site's time zone
        template = Template('{{ moment|written:"j F, H:i" }}|{{ none|written:"j F" }}')
        assert template.render(Context({"moment": moment, "none": None})) == "1er décembre, 09:30|"
