"""An issue leaves once, to everybody who should get it, with counts that add up; then its archive opens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Group, GroupMember
from newsletter.approving import approve_issue, ask_approval
from newsletter.documents import IssueDocuments
from newsletter.errors import NotAllowedError, WrongStateError
from newsletter.models import Issue, IssueDispatch, Publication, Subscription
from newsletter.pausing import pause_issue, resume_issue
from newsletter.recipients import SubscriberCheck
from newsletter.scheduling import cancel_issue, schedule_issue, send_now, unschedule_issue
from newsletter.sending import send_due_issues
from newsletter.trying import send_test
from newsletter.wording import pages_of
from outbox.models import Delivery, Dispatch
from outbox.writing import suppress
from tests.factories.members import make_member
from tests.factories.newsletter import (
    Shelf,
    days,
    make_candidate,
    make_issue,
    make_publication,
    make_staff,
    make_subscriber,
)
from tests.newsletter.test_approving import ready_issue

pytestmark = pytest.mark.django_db


def approved_issue(publication: Publication) -> Issue:
    """An issue that a second person has approved."""
    editor = make_staff("compose_issue")
    issue = ready_issue(publication, editor)
    ask_approval(issue, by=editor)
    approve_issue(issue, by=make_staff("approve_issue"))
    return Issue.objects.get(pk=issue.pk)


def _scheduled(publication: Publication, *, hours_ago: float = 0.1) -> Issue:
    issue = approved_issue(publication)
    schedule_issue(issue, by=make_staff("send_issue"))
    past = timezone.now() - timedelta(hours=hours_ago)
    # The same day as approved, whatever the hour of the test: the hash holds the day.
    Issue.objects.filter(pk=issue.pk).update(planned_for=past)
    from newsletter.models import Approval
    from newsletter.voiding import content_hash

    Approval.objects.filter(issue=issue).update(content_hash=content_hash(Issue.objects.get(pk=issue.pk)))
    return Issue.objects.get(pk=issue.pk)


def _main(issue: Issue) -> IssueDispatch:
    return issue.dispatches.get(purpose="main")


def test_everybody_confirmed_gets_one_mail_in_her_language(publication: Publication) -> None:
    french = make_subscriber("a@example.org", publication=publication)
    dutch = make_subscriber("b@example.org", publication=publication, language="nl")
    make_subscriber("c@example.org", publication=publication, state=Subscription.State.ASKED)
    make_subscriber("d@example.org", publication=publication, state=Subscription.State.ENDED)
    make_subscriber("e@example.org", publication=make_publication())
    issue = _scheduled(publication)
    assert send_due_issues() == 1
    deliveries = Delivery.objects.filter(dispatch=_main(issue).dispatch)
    assert {(each.address, each.language, each.recipient_key) for each in deliveries} == {
        ("a@example.org", "fr", f"subscriber:{french.pk}"), ("b@example.org", "nl", f"subscriber:{dutch.pk}"),
    }  # fmt: skip
    tokens = {each.tokens["token"] for each in deliveries}
    assert tokens == set(publication.subscriptions.filter(state="confirmed").values_list("token", flat=True))
    main = _main(issue)
    assert (main.candidates, main.delivered, main.left_out) == (2, 2, 0)


def test_each_language_leaves_under_its_own_name(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(sender_name_fr="La lettre", sender_name_nl="De brief")
    for language in ("fr", "nl"):
        make_subscriber(f"{language}@example.org", publication=publication, language=language)
    issue = _scheduled(Publication.objects.get(pk=publication.pk))
    send_due_issues()
    sent = _main(issue).dispatch.deliveries.values_list("language", "message__sender")
    assert {language: sender.split(" <")[0] for language, sender in sent} == {
        "fr": "La lettre",
        "nl": "De brief",
    }


def test_suppressed_and_paused_people_are_counted_or_left_out(publication: Publication) -> None:
    make_subscriber("a@example.org", publication=publication)
    paused = make_subscriber("b@example.org", publication=publication)
    paused.subscriptions.update(paused_until=days(3))
    suppress("a@example.org", scope=f"publication:{publication.pk}", reason="complaint")
    issue = _scheduled(publication)
    send_due_issues()
    main = _main(issue)
    assert (main.candidates, main.delivered, main.left_out) == (1, 0, 1)


def test_sending_again_sends_nothing_twice(publication: Publication) -> None:
    make_subscriber("a@example.org", publication=publication)
    issue = _scheduled(publication)
    assert (send_due_issues(), send_due_issues()) == (1, 0)
    Issue.objects.filter(pk=issue.pk).update(state="scheduled")
    send_due_issues()
    assert Delivery.objects.filter(dispatch__kind="issue").count() == 1
    assert issue.dispatches.filter(purpose="main").count() == 1


def test_the_audience_is_frozen_with_the_same_few_statements_for_any_number(
    publication: Publication,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from newsletter.letter import letters
    from newsletter.sending import freeze_audience

    for number in range(3):
        make_subscriber(f"a{number}@example.org", publication=publication)
    issue = approved_issue(publication)
    letters(issue)  # caches of sites and content types
    with CaptureQueriesContext(connection) as few:
        freeze_audience(issue)
    Delivery.objects.filter(dispatch__kind="issue").delete()
    IssueDispatch.objects.all().delete()
    Dispatch.objects.filter(kind="issue").delete()
    for number in range(60):
        make_subscriber(f"b{number}@example.org", publication=publication)
    with CaptureQueriesContext(connection) as many:
        freeze_audience(issue)
    assert len(many) <= len(few)  # the message is there already the second time
    assert Delivery.objects.filter(dispatch__kind="issue").count() == 63


def test_the_sent_bytes_are_the_frozen_ones(publication: Publication) -> None:
    make_subscriber("a@example.org", publication=publication)
    issue = _scheduled(publication)
    make_candidate("article:1", title="Titre changé après")
    send_due_issues()
    message = Delivery.objects.get(dispatch__kind="issue").message
    frozen = issue.renditions.get(language="fr", format="html")
    assert (message.html, message.subject) == (frozen.body, frozen.subject)


def test_a_withdrawn_item_voids_the_approval_instead_of_leaving(publication: Publication) -> None:
    make_subscriber("a@example.org", publication=publication)
    issue = _scheduled(publication)
    del Shelf.content["article:1"]
    assert send_due_issues() == 0
    assert (Issue.objects.get(pk=issue.pk).state, Delivery.objects.filter(dispatch__kind="issue").count()) == (
        "draft",
        0,
    )


def test_content_that_became_members_only_voids_the_approval(publication: Publication) -> None:
    issue = _scheduled(publication)
    make_candidate("article:1", audience="members")
    send_due_issues()
    assert Issue.objects.get(pk=issue.pk).state == "draft"


def test_an_hour_missed_by_more_than_three_is_asked_about_once(publication: Publication) -> None:
    publisher = make_staff("send_issue")
    issue = _scheduled(publication, hours_ago=4)
    before = Delivery.objects.filter(address=publisher.email).count()
    assert (send_due_issues(), send_due_issues()) == (0, 0)
    assert Delivery.objects.filter(address=publisher.email).count() == before + 1
    assert send_now(issue, by=publisher) is True
    assert Issue.objects.get(pk=issue.pk).state == "sending"


def test_the_issue_is_sent_when_every_delivery_has_an_end(publication: Publication) -> None:
    make_subscriber("a@example.org", publication=publication)
    issue = _scheduled(publication)
    send_due_issues()
    send_due_issues()
    assert Issue.objects.get(pk=issue.pk).state == "sending"
    Delivery.objects.update(state="sent", finished_at=timezone.now())
    send_due_issues()
    issue.refresh_from_db()
    assert (issue.state, issue.sent_at is not None) == ("sent", True)


def test_pausing_and_going_on(publication: Publication) -> None:
    make_subscriber("a@example.org", publication=publication)
    issue, publisher = _scheduled(publication), make_staff("send_issue")
    send_due_issues()
    pause_issue(issue, by=publisher)
    send_due_issues()
    assert (Issue.objects.get(pk=issue.pk).state, _main(issue).dispatch.state) == ("paused", "paused")
    resume_issue(issue, by=publisher)
    assert (Issue.objects.get(pk=issue.pk).state, _main(issue).dispatch.state) == ("sending", "open")


def test_cancelling_frees_the_content_for_another_issue(publication: Publication) -> None:
    from newsletter.composing import compose_issue

    issue, publisher = approved_issue(publication), make_staff("send_issue", "compose_issue")
    cancel_issue(issue, by=publisher)
    other = make_issue(publication)
    compose_issue(other, by=publisher)
    assert [item.key for item in other.items.all()] == ["article:1"]


def test_scheduling_needs_the_right_an_approval_and_an_hour_to_come(publication: Publication) -> None:
    issue, publisher = approved_issue(publication), make_staff("send_issue")
    with pytest.raises(NotAllowedError):
        schedule_issue(issue, by=make_staff("compose_issue", "approve_issue"))
    Issue.objects.filter(pk=issue.pk).update(planned_for=days(-1))
    with pytest.raises(WrongStateError):
        schedule_issue(issue, by=publisher)
    with pytest.raises(WrongStateError):
        schedule_issue(make_issue(publication), by=publisher)
    Issue.objects.filter(pk=issue.pk).update(planned_for=days(1))
    schedule_issue(issue, by=publisher)
    unschedule_issue(issue, by=publisher)
    assert Issue.objects.get(pk=issue.pk).state == "approved"


def test_a_test_mail_goes_to_the_team_alone_with_inert_links(publication: Publication) -> None:
    editor = make_staff("compose_issue")
    issue = ready_issue(publication, editor)
    assert send_test(issue, to=[editor], by=editor) == 2
    deliveries = list(Delivery.objects.filter(dispatch__kind="test").select_related("message"))
    assert {each.message.subject[:6] for each in deliveries} == {"[Test]"}
    assert {each.tokens["token"] for each in deliveries} == {"test"}
    with pytest.raises(NotAllowedError):
        send_test(issue, to=[make_member()], by=editor)


def test_the_archive_opens_when_the_mail_leaves_and_shows_what_was_sent(
    publication: Publication, client: Client
) -> None:
    issue = _scheduled(publication)
    address = pages_of(issue)["fr"].url
    assert client.get(address).status_code == 404
    send_due_issues()
    page = client.get(address)
    assert page.status_code == 200
    assert issue.renditions.get(language="fr", format="web").body in page.content.decode()
    assert "Le sujet (fr)" in client.get("/fr/letters/").content.decode()
    assert "Le sujet (nl)" in client.get(f"/nl/letters/{publication.slug_nl}/feed/").content.decode()
    parent = pages_of(issue)["nl"].get_parent().url
    assert "Le sujet (nl)" in client.get(parent).content.decode()


def test_a_page_published_early_by_hand_stays_hidden(publication: Publication, client: Client) -> None:
    issue = approved_issue(publication)
    page = pages_of(issue)["fr"]
    page.get_latest_revision().publish()
    assert client.get(page.url).status_code == 404


def test_a_groups_newsletter_goes_to_its_members_and_has_no_public_archive(
    publication: Publication, client: Client
) -> None:
    group = Group.objects.create(name_fr="AG", name_nl="AV")
    inside, outside = make_member(), make_member()
    GroupMember.objects.create(group=group, member=inside)
    closed = make_publication(group=group, legal_basis="contract", slug_fr="ag")
    issue = _scheduled(closed)
    send_due_issues()
    assert [each.address for each in Delivery.objects.filter(dispatch__kind="issue")] == [inside.email]
    assert inside.subscriber.consents.get().what == "enrolled"
    client.force_login(outside)
    assert client.get("/fr/letters/ag/feed/").status_code == 404
    assert closed.name_fr not in client.get("/fr/letters/").content.decode()
    assert issue in Issue.objects.visible_to(inside)
    assert issue not in Issue.objects.visible_to(outside)
    assert list(IssueDocuments().documents()) == []


def test_sent_issues_can_be_found_in_each_language(publication: Publication) -> None:
    issue = _scheduled(publication)
    assert list(IssueDocuments().documents()) == []
    send_due_issues()
    found = list(IssueDocuments().documents([issue.key, "issue:x", "topic:1"]))
    assert sorted((each.key, each.language, each.where) for each in found) == [
        (issue.key, "fr", "public"), (issue.key, "nl", "public"),
    ]  # fmt: skip


def test_the_outbox_is_told_who_does_not_want_it_any_more(
    publication: Publication, django_assert_num_queries: object
) -> None:
    people = {
        reason: make_subscriber(f"{reason or 'ok'}@example.org", publication=publication)
        for reason in ("", "unsubscribed", "paused", "erased")
    }
    people["unsubscribed"].subscriptions.update(state="ended")
    people["paused"].subscriptions.update(paused_until=days(2))
    type(people["erased"]).objects.filter(pk=people["erased"].pk).update(erased_at=timezone.now(), address_normal=None)
    issue = make_issue(publication)
    keys = [f"subscriber:{person.pk}" for person in people.values()]
    with django_assert_num_queries(1):  # type: ignore[operator]
        refused = SubscriberCheck().refused(issue.key, [*keys, "subscriber:999999"])
    expected = {f"subscriber:{person.pk}": reason for reason, person in people.items() if reason}
    assert refused == expected | {"subscriber:999999": "erased"}
