"""What pages and entries offer to a newsletter: one candidate per content, in all its languages, by the rule."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from contracts.candidates import Wanted
from home.candidates import EntryCandidates, PageCandidates
from home.models import ContentPage
from tests.factories.home import (
    make_article,
    make_brief,
    make_entry,
    make_event,
    make_image,
    make_tag,
    make_theme,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)


def wanted(**fields: Any) -> Wanted:
    defaults: dict[str, Any] = {
        "kinds": frozenset({"article", "brief", "event", "dossier", "resource", "entry"}),
        "since": NOW - timedelta(days=30),
        "until": NOW,
    }
    return Wanted(**(defaults | fields))


def keys(found: Any) -> list[str]:
    return [candidate.key for candidate in found]


def test_one_candidate_carries_all_languages(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    theme, tag = make_theme(), make_tag()
    article = make_article(
        title="Un",
        themes=[theme],
        tags=[tag],
        at=NOW - timedelta(days=2),
        picture=make_image(),
        picture_alt="Une place",
    )
    dutch = make_article(of=article, language="nl", title="Eén", at=NOW - timedelta(days=1), themes=[theme], tags=[tag])

    (candidate,) = PageCandidates().find(wanted())

    assert candidate.key == f"article:{article.translation_key}"
    assert (candidate.kind, candidate.published_at) == ("article", NOW - timedelta(days=2))
    assert {code: (version.title, version.url) for code, version in candidate.versions.items()} == {
        "fr": ("Un", article.url),
        "nl": ("Eén", dutch.url),
    }
    assert (candidate.themes, candidate.tags) == (frozenset({theme.pk}), frozenset({tag.pk}))
    assert candidate.versions["fr"].image_alt == "Une place"
    assert candidate.versions["fr"].image_url.startswith("/media/images/")


def test_tags_admit_and_shut_out() -> None:
    reading, good, old = make_tag(), make_tag(), make_tag()
    both = make_article(tags=[reading, good], at=NOW - timedelta(days=1))
    one = make_article(tags=[reading], at=NOW - timedelta(days=2))
    make_article(tags=[reading, old], at=NOW - timedelta(days=3))

    assert keys(PageCandidates().find(wanted(any_tags=frozenset({reading.pk}), no_tags=frozenset({old.pk})))) == [
        both.key,
        one.key,
    ]
    assert keys(PageCandidates().find(wanted(all_tags=frozenset({reading.pk, good.pk})))) == [both.key]


def test_only_what_came_out_in_the_rules_time_is_offered() -> None:
    make_article(at=NOW - timedelta(days=31))
    fresh = make_article(at=NOW - timedelta(days=30))
    make_article(at=NOW)

    assert keys(PageCandidates().find(wanted())) == [fresh.key]


def test_a_translation_does_not_make_content_new_again() -> None:
    article = make_article(at=NOW - timedelta(days=90))
    make_article(of=article, language="nl", at=NOW - timedelta(days=1))

    assert PageCandidates().find(wanted()) == []


def test_events_are_offered_while_they_are_ahead() -> None:
    soon = make_event(starts_at=NOW + timedelta(days=20), at=NOW - timedelta(days=200))
    sooner = make_event(starts_at=NOW + timedelta(days=2), at=NOW - timedelta(days=3))
    make_event(starts_at=NOW + timedelta(days=80))
    make_event(starts_at=NOW - timedelta(days=1), at=NOW - timedelta(days=3))

    found = PageCandidates().find(wanted(kinds=frozenset({"event"}), order="soonest"))

    assert keys(found) == [sooner.key, soon.key]
    assert found[0].starts_at == NOW + timedelta(days=2)
    assert found[0].details["place"] == "Maison des associations"


def test_a_call_is_offered_while_it_is_open() -> None:
    make_brief(deadline=date(2026, 11, 9), at=NOW - timedelta(days=3))
    still = make_brief(deadline=date(2026, 11, 10), at=NOW - timedelta(days=3))

    found = PageCandidates().find(wanted())

    assert keys(found) == [still.key]
    assert found[0].deadline == date(2026, 11, 10)
    assert found[0].details["source"] == "Fonds"


def test_what_is_no_longer_live_is_not_given() -> None:
    article, gone = make_article(), make_article()
    gone.unpublish()

    assert set(
        PageCandidates().get([article.key, gone.key, "topic:1", "article:nonsense", f"event:{article.translation_key}"])
    ) == {article.key}


def test_drafts_are_never_offered() -> None:
    article = make_article(at=NOW - timedelta(days=1))
    article.unpublish()

    assert PageCandidates().find(wanted()) == []


def test_entries_are_offered_too() -> None:
    tag = make_tag()
    entry = make_entry(text="<p>Une journée</p>", tags=[tag], at=NOW - timedelta(days=1))
    make_entry(of=entry, language="nl", text="<p>Een dag</p>", tags=[tag])
    make_entry(at=NOW - timedelta(days=1))

    (candidate,) = EntryCandidates().find(wanted(any_tags=frozenset({tag.pk})))

    assert candidate.key == entry.key
    assert {code: version.title for code, version in candidate.versions.items()} == {
        "fr": "Une journée",
        "nl": "Een dag",
    }
    assert candidate.versions["nl"].url.startswith("/nl/entries/")
    assert set(EntryCandidates().get([entry.key])) == {entry.key}


@pytest.mark.parametrize("rows", [1, 30])
def test_finding_costs_the_same_queries(
    rows: int, django_assert_num_queries: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    tag, picture = make_tag(), make_image()
    for _number in range(rows):
        make_article(tags=[tag], at=NOW - timedelta(days=1), picture=picture, picture_alt="Une place")
    source, rule = PageCandidates(), wanted(any_tags=frozenset({tag.pk}))
    source.find(rule)
    wanted_keys = [f"article:{key}" for key in ContentPage.objects.values_list("translation_key", flat=True)]

    with django_assert_num_queries(5):
        assert len(source.find(rule)) == rows
    with django_assert_num_queries(4):
        assert len(source.get(wanted_keys)) == rows


def test_the_rule_is_applied_in_the_database(django_assert_max_num_queries: Any) -> None:
    ContentType.objects.clear_cache()
    for _number in range(5):
        make_article(at=timezone.now() - timedelta(days=400))

    with django_assert_max_num_queries(2):
        assert PageCandidates().find(wanted()) == []
