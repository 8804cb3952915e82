"""Four eyes, bound to a hash; what is approved is frozen."""

import hashlib

import pytest

from newsletter.approving import approve_issue, ask_approval, decline_issue
from newsletter.composing import compose_issue, open_issue
from newsletter.errors import ChangedError, NotAllowedError, NotReadyError, SamePersonError
from newsletter.freezing import changed_sources
from newsletter.models import Issue, Publication, Rubric
from newsletter.scheduling import plan_issue
from newsletter.voiding import content_hash
from newsletter.wording import pages_of, write_words
from outbox.models import Delivery
from tests.factories.newsletter import days, make_candidate, make_rubric, make_staff

pytestmark = pytest.mark.django_db


def ready_issue(publication: Publication, editor: object) -> Issue:
    """A composed issue with all its words."""
    if not publication.rubrics.exists():
        make_rubric(publication)
    make_candidate("article:1")
    issue = open_issue(publication, planned_for=days(1), by=editor)
    for language in ("fr", "nl"):
        preheader = "Un aperçu assez long pour être montré à côté du sujet."
        subject = f"Le sujet ({language})"
        write_words(issue, language=language, subject=subject, preheader=preheader, edito="", by=editor)
    return issue


def _state(issue: Issue) -> str:
    return Issue.objects.get(pk=issue.pk).state


def test_asking_and_approving_by_two_people_freezes_every_variant(publication: Publication) -> None:
    editor, publisher = make_staff("compose_issue"), make_staff("approve_issue")
    issue = ready_issue(publication, editor)
    ask_approval(issue, by=editor)
    assert _state(issue) == "in_review"
    approve_issue(issue, by=publisher, seen=content_hash(issue))
    frozen = issue.renditions.all()
    assert _state(issue) == "approved"
    assert {(each.language, each.format) for each in frozen} == {
        (language, form) for language in ("fr", "nl") for form in ("html", "text", "web")
    }
    assert all(hashlib.sha256(each.body.encode()).hexdigest() == each.sha256 for each in frozen)


def test_who_may_approve_gets_a_mail_in_her_language_and_who_asked_hears_the_answer(publication: Publication) -> None:
    editor, publisher = make_staff("compose_issue"), make_staff("approve_issue", language="nl")
    issue = ready_issue(publication, editor)
    ask_approval(issue, by=editor)
    asked = Delivery.objects.get()
    assert (asked.address, asked.language) == (publisher.email, "nl")
    assert f"/cms/letters/issues/{issue.pk}/" in asked.message.text
    decline_issue(issue, by=publisher, comment="Il manque la formation de mars.")
    answer = Delivery.objects.get(address=editor.email)
    assert "Il manque la formation de mars." in answer.message.text
    assert _state(issue) == "draft"


@pytest.mark.parametrize("who", ["composer", "asker"])
def test_nobody_approves_her_own_issue(publication: Publication, who: str) -> None:
    everything = ("compose_issue", "approve_issue")
    composer, asker = make_staff(*everything), make_staff(*everything)
    issue = ready_issue(publication, composer)
    ask_approval(issue, by=asker)
    with pytest.raises(SamePersonError):
        approve_issue(issue, by={"composer": composer, "asker": asker}[who])


def test_each_verb_needs_its_own_right(publication: Publication) -> None:
    editor, publisher = make_staff("compose_issue"), make_staff("approve_issue")
    issue = ready_issue(publication, editor)
    with pytest.raises(NotAllowedError):
        ask_approval(issue, by=publisher)
    ask_approval(issue, by=editor)
    with pytest.raises(NotAllowedError):
        approve_issue(issue, by=make_staff("compose_issue", "send_issue"))


def test_what_was_not_seen_is_not_approved(publication: Publication) -> None:
    editor = make_staff("compose_issue")
    issue = ready_issue(publication, editor)
    ask_approval(issue, by=editor)
    with pytest.raises(ChangedError):
        approve_issue(issue, by=make_staff("approve_issue"), seen="0" * 64)


def test_an_issue_with_findings_that_block_cannot_be_asked_about(publication: Publication) -> None:
    editor = make_staff("compose_issue")
    make_rubric(publication)
    issue = open_issue(publication, planned_for=days(1), by=editor)
    with pytest.raises(NotReadyError) as refused:
        ask_approval(issue, by=editor)
    assert {finding.code for finding in refused.value.findings} == {"no-subject", "empty"}


def _approved(publication: Publication) -> tuple[Issue, object]:
    editor = make_staff("compose_issue")
    issue = ready_issue(publication, editor)
    ask_approval(issue, by=editor)
    approve_issue(issue, by=make_staff("approve_issue"))
    issue.refresh_from_db()
    return issue, editor


def test_new_words_in_the_pages_own_editor_void_the_approval(publication: Publication) -> None:
    issue, _editor = _approved(publication)
    page = pages_of(issue)["nl"].get_latest_revision_as_object()
    page.edito = "<p>Nieuw</p>"
    page.save_revision()
    assert (_state(issue), issue.renditions.count()) == ("draft", 0)


def test_new_content_and_another_day_void_the_approval(publication: Publication) -> None:
    issue, editor = _approved(publication)
    make_candidate("article:2")
    compose_issue(issue, by=editor)
    assert _state(issue) == "draft"
    ask_approval(issue, by=editor)
    plan_issue(issue, planned_for=days(5), by=editor)
    assert _state(issue) == "draft"


def test_a_changed_rubric_is_noticed(publication: Publication) -> None:
    issue, _editor = _approved(publication)
    before = content_hash(issue)
    Rubric.objects.update(name_nl="Andere naam")
    assert content_hash(Issue.objects.get(pk=issue.pk)) != before


def test_a_changed_source_is_shown_but_does_not_touch_what_was_approved(publication: Publication) -> None:
    issue, _editor = _approved(publication)
    assert changed_sources(issue) is False
    make_candidate("article:1", title="Titre corrigé")
    assert changed_sources(issue) is True
    assert (_state(issue), "Titre corrigé" in issue.renditions.get(language="fr", format="html").body) == (
        "approved", False,
    )  # fmt: skip
