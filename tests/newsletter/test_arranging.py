"""What an editor does to the items, and that a change of content takes the approval away."""

import pytest

from newsletter.arranging import add_item, drop_item, move_item, override_text, restore_item
from newsletter.errors import AlreadyCarriedError, NotAllowedError, NotFitError, WrongStateError
from newsletter.models import Approval, Issue, IssueItem, Publication, Rubric
from newsletter.voiding import content_hash
from tests.factories.members import make_member
from tests.factories.newsletter import Shelf, make_candidate, make_issue, make_publication, make_rubric, make_staff

pytestmark = pytest.mark.django_db


def _issue_with(publication: Publication, *keys: str) -> tuple[Issue, Rubric]:
    rubric = make_rubric(publication)
    issue = make_issue(publication)
    for order, key in enumerate(keys, start=1):
        make_candidate(key)
        IssueItem.objects.create(issue=issue, publication=publication, rubric=rubric, key=key, order=order)
    return issue, rubric


def _keys(issue: Issue, rubric: Rubric) -> list[str]:
    return [item.key for item in issue.items.filter(rubric=rubric, state="chosen")]


def test_an_item_moves_within_its_rubric(publication: Publication) -> None:
    issue, rubric = _issue_with(publication, "article:1", "article:2", "article:3")
    move_item(issue.items.get(key="article:3"), position=0, by=make_staff("compose_issue"))
    assert _keys(issue, rubric) == ["article:3", "article:1", "article:2"]


def test_an_item_moves_to_another_rubric(publication: Publication) -> None:
    issue, rubric = _issue_with(publication, "article:1", "article:2")
    other = make_rubric(publication)
    move_item(issue.items.get(key="article:1"), rubric=other, position=9, by=make_staff("compose_issue"))
    assert (_keys(issue, rubric), _keys(issue, other)) == (["article:2"], ["article:1"])


def test_an_item_cannot_move_into_the_editorial_or_another_publication(publication: Publication) -> None:
    issue, _rubric = _issue_with(publication, "article:1")
    editor = make_staff("compose_issue")
    for wrong in (make_rubric(publication, layout="edito"), make_rubric(make_publication())):
        with pytest.raises(NotFitError):
            move_item(issue.items.get(), rubric=wrong, position=0, by=editor)


def test_a_dropped_item_comes_back_at_the_end(publication: Publication) -> None:
    issue, rubric = _issue_with(publication, "article:1", "article:2")
    editor = make_staff("compose_issue")
    drop_item(issue.items.get(key="article:1"), by=editor)
    assert _keys(issue, rubric) == ["article:2"]
    restore_item(issue.items.get(key="article:1"), by=editor)
    assert _keys(issue, rubric) == ["article:2", "article:1"]


def test_a_candidate_is_added_by_hand(publication: Publication) -> None:
    issue, rubric = _issue_with(publication, "article:1")
    make_candidate("article:9")
    item = add_item(issue, rubric=rubric, key="article:9", by=make_staff("compose_issue"))
    assert (_keys(issue, rubric), item.origin) == (["article:1", "article:9"], "hand")


def test_content_cannot_stand_twice_in_an_issue_nor_in_the_publication(publication: Publication) -> None:
    issue, rubric = _issue_with(publication, "article:1")
    editor = make_staff("compose_issue")
    for each in (issue, make_issue(publication)):
        with pytest.raises(AlreadyCarriedError):
            add_item(each, rubric=rubric, key="article:1", by=editor)


def test_a_dropped_item_that_another_issue_took_stays_out(publication: Publication) -> None:
    issue, rubric = _issue_with(publication, "article:1")
    editor = make_staff("compose_issue")
    drop_item(issue.items.get(), by=editor)
    add_item(make_issue(publication), rubric=rubric, key="article:1", by=editor)
    with pytest.raises(AlreadyCarriedError):
        restore_item(issue.items.get(), by=editor)


def test_withdrawn_or_members_content_cannot_be_added(publication: Publication) -> None:
    issue, rubric = _issue_with(publication)
    make_candidate("topic:1", kind="topic", audience="members")
    for key in ("topic:1", "topic:404"):
        with pytest.raises(NotFitError):
            add_item(issue, rubric=rubric, key=key, by=make_staff("compose_issue"))


def test_words_are_overridden_per_language_and_the_source_keeps_its_own(publication: Publication) -> None:
    issue, _rubric = _issue_with(publication, "article:1")
    editor, item = make_staff("compose_issue"), issue.items.get()
    before = Shelf.content["article:1"]
    override_text(item, language="nl", title=" Andere titel ", lead="", by=editor)
    assert [(text.language, text.title) for text in item.texts.all()] == [("nl", "Andere titel")]
    assert Shelf.content["article:1"] == before
    override_text(item, language="nl", title="", lead="", by=editor)
    assert item.texts.count() == 0


@pytest.mark.parametrize("state", ["in_review", "approved", "scheduled"])
def test_a_change_takes_the_issue_back_to_draft_and_voids_the_approval(publication: Publication, state: str) -> None:
    issue, _rubric = _issue_with(publication, "article:1", "article:2")
    issue.state = state
    issue.save()
    approval = Approval.objects.create(issue=issue, content_hash=content_hash(issue), asked_by=make_member())
    drop_item(issue.items.get(key="article:1"), by=make_staff("compose_issue"))
    issue.refresh_from_db()
    approval.refresh_from_db()
    assert (issue.state, approval.voided_at is not None) == ("draft", True)


def test_what_changes_nothing_voids_nothing(publication: Publication) -> None:
    issue, _rubric = _issue_with(publication, "article:1", "article:2")
    issue.state = Issue.State.APPROVED
    issue.save()
    Approval.objects.create(issue=issue, content_hash=content_hash(issue), asked_by=make_member())
    move_item(issue.items.get(key="article:1"), position=0, by=make_staff("compose_issue"))
    issue.refresh_from_db()
    assert issue.state == "approved"


def test_arranging_needs_the_right_and_an_issue_that_has_not_left(publication: Publication) -> None:
    issue, _rubric = _issue_with(publication, "article:1")
    with pytest.raises(NotAllowedError):
        drop_item(issue.items.get(), by=make_member())
    Issue.objects.update(state="sending")
    with pytest.raises(WrongStateError):
        drop_item(issue.items.get(), by=make_staff("compose_issue"))
