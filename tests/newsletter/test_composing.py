"""Composing fills rubrics by their rules, and never undoes what an editor chose."""

from collections.abc import Callable
from typing import Any

import pytest

from newsletter.arranging import drop_item
from newsletter.composing import compose_issue, open_issue
from newsletter.errors import NotAllowedError, WrongStateError
from newsletter.models import Issue, IssueItem, Publication
from tests.factories.members import make_member
from tests.factories.newsletter import (
    Shelf,
    day,
    days,
    make_candidate,
    make_issue,
    make_publication,
    make_rubric,
    make_staff,
)
from themes.models import Tag

pytestmark = pytest.mark.django_db


def _tag(word: str) -> Tag:
    return Tag.objects.create(name_fr=word, name_nl=word, slug_fr=word, slug_nl=f"{word}-nl")


def _keys(issue: Issue) -> list[str]:
    return [item.key for item in issue.items.filter(state="chosen")]


def test_rubrics_fill_by_any_all_and_none_of_the_tags(publication: Publication) -> None:
    lecture, bon, vieux = _tag("lecture"), _tag("bon"), _tag("vieux")
    make_rubric(publication, order=1, any_tags=[lecture, bon], no_tags=[vieux])
    make_rubric(publication, order=2, all_tags=[lecture, vieux])
    make_candidate("article:1", tags=frozenset({lecture.pk}))
    make_candidate("article:2", tags=frozenset({bon.pk}), published_at=days(-2))
    make_candidate("article:3", tags=frozenset({lecture.pk, vieux.pk}))
    make_candidate("article:4")
    issue = make_issue(publication)
    compose_issue(issue, by=make_staff("compose_issue"))
    assert [(item.rubric.order, item.key) for item in issue.items.all()] == [
        (1, "article:1"), (1, "article:2"), (2, "article:3"),
    ]  # fmt: skip


def test_the_maximum_and_the_order_hold(publication: Publication) -> None:
    make_rubric(publication, maximum=2, order_by="oldest")
    for number in (1, 2, 3):
        make_candidate(f"article:{number}", published_at=days(-number))
    issue = make_issue(publication)
    assert compose_issue(issue, by=make_staff("compose_issue")) == 2
    assert _keys(issue) == ["article:3", "article:2"]


def test_content_comes_in_once_even_if_two_rubrics_want_it(publication: Publication) -> None:
    make_rubric(publication)
    make_rubric(publication)
    make_candidate("article:1")
    issue = make_issue(publication)
    compose_issue(issue, by=make_staff("compose_issue"))
    assert _keys(issue) == ["article:1"]


def test_what_the_publication_carried_never_comes_again(publication: Publication) -> None:
    rubric = make_rubric(publication)
    make_candidate("article:1")
    first = make_issue(publication, state="sent")
    IssueItem.objects.create(issue=first, publication=publication, rubric=rubric, key="article:1")
    issue = make_issue(publication)
    compose_issue(issue, by=make_staff("compose_issue"))
    assert _keys(issue) == []


def test_another_publication_may_carry_the_same(publication: Publication) -> None:
    editor = make_staff("compose_issue")
    other = make_publication()
    for each in (publication, other):
        make_rubric(each)
    make_candidate("article:1")
    for each in (publication, other):
        issue = make_issue(each)
        compose_issue(issue, by=editor)
        assert _keys(issue) == ["article:1"]


def test_composing_again_brings_only_what_is_new_and_leaves_dropped_items_out(publication: Publication) -> None:
    editor = make_staff("compose_issue")
    make_rubric(publication, maximum=5)
    make_candidate("article:1")
    make_candidate("article:2", published_at=days(-2))
    issue = make_issue(publication)
    compose_issue(issue, by=editor)
    drop_item(issue.items.get(key="article:1"), by=editor)
    make_candidate("article:3")
    assert compose_issue(issue, by=editor) == 1
    assert _keys(issue) == ["article:2", "article:3"]


def test_events_to_come_and_open_deadlines_are_counted_from_the_sending_day(publication: Publication) -> None:
    make_rubric(publication, kinds=["event", "brief"], ahead_days=30, order_by="soonest", maximum=9)
    make_candidate("event:before", kind="event", starts_at=days(0.5))
    make_candidate("event:after", kind="event", starts_at=days(5))
    make_candidate("event:far", kind="event", starts_at=days(50))
    make_candidate("brief:closed", kind="brief", deadline=day(0))
    make_candidate("brief:open", kind="brief", deadline=day(3))
    issue = make_issue(publication, planned_for=days(1))
    compose_issue(issue, by=make_staff("compose_issue"))
    assert _keys(issue) == ["brief:open", "event:after"]


def test_a_public_newsletter_takes_public_content_only(publication: Publication) -> None:
    make_rubric(publication, kinds=["topic"])
    make_candidate("topic:1", kind="topic", audience="members")
    issue = make_issue(publication)
    compose_issue(issue, by=make_staff("compose_issue"))
    assert _keys(issue) == []


def test_the_editorial_holds_no_items(publication: Publication) -> None:
    make_rubric(publication, layout="edito")
    make_candidate("article:1")
    issue = make_issue(publication)
    assert compose_issue(issue, by=make_staff("compose_issue")) == 0


def test_a_new_issue_is_numbered_filled_and_has_a_page_per_language(publication: Publication) -> None:
    make_rubric(publication)
    make_candidate("article:1")
    editor = make_staff("compose_issue")
    first = open_issue(publication, planned_for=days(2), by=editor)
    second = open_issue(publication, planned_for=days(9), by=editor)
    assert (second.number - first.number, _keys(first)) == (1, ["article:1"])
    assert sorted(page.locale.language_code for page in first.pages.all()) == ["fr", "nl"]
    assert {page.live for page in first.pages.all()} == {False}


def test_composing_needs_the_right_and_an_issue_that_has_not_left(publication: Publication) -> None:
    with pytest.raises(NotAllowedError):
        compose_issue(make_issue(publication), by=make_member())
    with pytest.raises(WrongStateError):
        compose_issue(make_issue(publication, state="sent"), by=make_staff("compose_issue"))


def test_composing_asks_as_little_with_many_items_as_with_few(
    publication: Publication, django_assert_max_num_queries: Callable[[int], Any], shelf: type[Shelf]
) -> None:
    for order in range(1, 7):
        make_rubric(publication, order=order, any_tags=[_tag(f"mot{order}")], maximum=10)
    tags = list(Tag.objects.order_by("pk"))
    for number in range(300):
        make_candidate(f"article:{number}", tags=frozenset({tags[number % 6].pk}))
    issue, editor = make_issue(publication), make_staff("compose_issue")
    editor.has_perm("newsletter.compose_issue")
    shelf.asked = 0
    with django_assert_max_num_queries(8):
        assert compose_issue(issue, by=editor) == 60
    assert shelf.asked == 1


def test_very_much_content_is_asked_for_rubric_by_rubric_so_that_none_starves(
    publication: Publication, shelf: type[Shelf]
) -> None:
    rare, common = _tag("rare"), _tag("courant")
    make_rubric(publication, order=1, any_tags=[common], maximum=3)
    make_rubric(publication, order=2, any_tags=[rare], maximum=3)
    for number in range(600):
        make_candidate(f"article:{number}", tags=frozenset({common.pk}), published_at=days(-1))
    make_candidate("article:rare", tags=frozenset({rare.pk}), published_at=days(-50))
    issue = make_issue(publication)
    compose_issue(issue, by=make_staff("compose_issue"))
    assert "article:rare" in _keys(issue)
    assert shelf.asked == 3
