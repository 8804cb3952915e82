"""Writing mails as rows: messages once, dispatches once, one delivery per address."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from interface.models import NetworkSettings
from outbox.addresses import address_key
from outbox.errors import BadAddressError, BadMessageError, DispatchCancelledError
from outbox.models import Delivery, Dispatch, Message, Suppression
from outbox.steering import cancel_dispatch
from outbox.writing import deliver, deliver_many, open_dispatch, suppress, write_message
from tests.factories.outbox import make_delivery, make_dispatch, make_message

pytestmark = pytest.mark.django_db


def audience(*addresses: str) -> Any:
    """A queryset of recipients, as an owner would annotate its subscribers."""
    Suppression.objects.bulk_create(
        Suppression(address_key=address_key(address), scope="audience", reason=address) for address in addresses
    )
    return Suppression.objects.filter(scope="audience").annotate(
        address=F("reason"),
        recipient_key=Concat(Value("subscriber:"), Cast("pk", CharField())),
        language=Value("nl"),
        token=F("reason"),
    )


def test_the_same_words_are_one_message() -> None:
    first = make_message(subject="S", html="<p>x</p>", text="x")
    assert make_message(subject="S", html="<p>x</p>", text="x") == first
    assert make_message(subject="S", html="<p>x</p>", text="x", language="nl") != first
    assert len(first.sha256) == 64


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": ""}, {"subject": "a\nBcc: x@y.be"}, {"subject": "a\u2028b"}, {"subject": "x" * 201},
        {"text": " \n"},
        {"html": "@@name@@"}, {"subject": "@@name@@"}, {"headers": {"X-A": "@@name@@"}}, {"headers": {"To": "x@y.be"}},
        {"headers": {"Bcc": "x@y.be"}, }, {"headers": {"Content-Type": "text/plain"}}, {"headers": {"X A": "b"}},
        {"headers": {"X-A": "b\r\nBcc: x@y.be"}}, {"headers": {"Precedence": "list"}},
    ],
)  # fmt: skip
def test_words_that_must_not_leave_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(BadMessageError):
        make_message(**fields)


def test_controls_that_make_gmail_cut_a_mail_off_are_dropped() -> None:
    message = make_message(html="<p>a\x85\x00b</p>\r\n", text="a\x9fb\r\nc\td")
    assert (message.html, message.text) == ("<p>ab</p>\n", "ab\nc\td")


def test_marks_are_named_and_known() -> None:
    message = make_message(html="@@b@@ @@a@@", text="@@a@@", tokens=["a", "b", "unused"])
    assert message.tokens == ["a", "b"]


def test_a_dispatch_is_opened_once() -> None:
    first, created = open_dispatch(kind="digest", key="digest:2026-W47")
    assert created
    assert open_dispatch(kind="digest", key="digest:2026-W47") == (first, False)
    assert first.priority == Dispatch.PRIORITIES["digest"]


def test_answers_go_to_the_site_unless_a_dispatch_says_otherwise(settings: Any) -> None:
    settings.MAIL_REPLY_TO = "contact@parvis.example"
    assert open_dispatch(kind="account", key="a")[0].reply_to == "contact@parvis.example"
    assert open_dispatch(kind="issue", key="b", reply_to="x@parvis.example")[0].reply_to == "x@parvis.example"


def test_a_mail_comes_from_the_network_in_its_own_language_unless_it_says_otherwise(settings: Any) -> None:
    settings.MAIL_FROM = "noreply@parvis.example"
    site = Site.objects.get(is_default_site=True)
    NetworkSettings.objects.create(site=site, name_fr="Réseau", name_nl="Netwerk")
    assert make_message(sender="", language="fr").sender == "Réseau <noreply@parvis.example>"
    assert make_message(sender="", language="nl").sender == "Netwerk <noreply@parvis.example>"
    assert make_message(sender="Lettre <l@parvis.example>").sender == "Lettre <l@parvis.example>"
    settings.MAIL_FROM = "Secrétariat <noreply@parvis.example>"
    assert make_message(sender="", language="nl").sender == "Secrétariat <noreply@parvis.example>"


def test_an_address_gets_one_delivery_of_a_dispatch_however_it_is_spelt() -> None:
    dispatch, message = make_dispatch(), make_message()
    assert deliver(dispatch, message=message, address="jan@example.org", language="fr")
    assert deliver(dispatch, message=message, address=" JAN@Example.org", language="nl") is None
    assert dispatch.deliveries.get().language == "fr"
    assert deliver(make_dispatch(), message=message, address="jan@example.org", language="fr")


def test_a_delivery_needs_all_values_and_a_good_address() -> None:
    dispatch, message = make_dispatch(), make_message(text="@@a@@", tokens=["a"])
    with pytest.raises(BadMessageError):
        deliver(dispatch, message=message, address="jan@example.org", language="fr")
    with pytest.raises(BadAddressError):
        deliver(dispatch, message=message, address="jan", language="fr", tokens={"a": "1"})
    assert not dispatch.deliveries.exists()


def test_each_delivery_has_a_message_id_of_our_own_domain(settings: Any) -> None:
    settings.MAIL_FROM = "noreply@parvis.example"
    first, second = make_delivery(), make_delivery()
    assert first.mail_id != second.mail_id
    assert first.mail_id.endswith("@parvis.example")


@pytest.mark.parametrize(("kind", "scope", "stopped"), [
    ("issue", "all", True), ("issue", "issue", True), ("issue", "publication:2", True),
    ("issue", "publication:3", False),
    ("issue", "digest", False), ("account", "all", False), ("account", "account", True),
])  # fmt: skip
def test_a_suppression_stops_its_scope(kind: str, scope: str, stopped: bool) -> None:
    suppress("Jan@Example.org", scope=scope, reason="complaint")
    suppress("jan@example.org", scope=scope, reason="again")
    dispatch, _ = open_dispatch(kind=kind, key="x", scope="publication:2")
    delivered = deliver(dispatch, message=make_message(), address="jan@example.org", language="fr")
    assert (delivered is None) is stopped
    assert dispatch.deliveries.get().state == ("skipped" if stopped else "pending")


def test_an_audience_is_frozen_in_one_statement() -> None:
    dispatch = make_dispatch()
    message = make_message(html="@@token@@", text="@@token@@", tokens=["token"])
    recipients = audience("a@example.org", "b@example.org", "c@example.org")
    suppress("b@example.org", scope="all", reason="complaint")
    with CaptureQueriesContext(connection) as statements:
        assert deliver_many(dispatch, message=message, recipients=recipients) == 3
    assert [sql["sql"].split()[0] for sql in statements if "outbox_delivery" in sql["sql"]] == ["INSERT"]
    rows = {row.address: row for row in dispatch.deliveries.all()}
    assert {address: row.state for address, row in rows.items()} == {
        "a@example.org": "pending",
        "b@example.org": "skipped",
        "c@example.org": "pending",
    }
    assert rows["b@example.org"].reason == "suppressed"
    row = rows["a@example.org"]
    assert (row.tokens, row.language, row.recipient_key.partition(":")[0]) == (
        {"token": "a@example.org"},
        "nl",
        "subscriber",
    )
    assert row.address_key == address_key("a@example.org")


def test_freezing_again_adds_only_newcomers() -> None:
    dispatch, message = make_dispatch(), make_message()
    deliver(dispatch, message=message, address="a@example.org", language="fr")
    recipients = audience("a@example.org", "b@example.org")
    assert deliver_many(dispatch, message=message, recipients=recipients) == 1
    assert deliver_many(dispatch, message=message, recipients=recipients) == 0


def test_one_and_many_make_the_same_message_id() -> None:
    dispatch, message = make_dispatch(), make_message()
    one = deliver(dispatch, message=message, address="a@example.org", language="fr")
    assert one
    expected = one.mail_id
    one.delete()
    deliver_many(dispatch, message=message, recipients=audience("a@example.org"))
    assert dispatch.deliveries.get().mail_id == expected


def test_a_done_dispatch_opens_for_a_late_delivery_and_a_cancelled_one_does_not() -> None:
    dispatch = make_dispatch()
    Dispatch.objects.update(state="done")
    make_delivery(dispatch)
    dispatch.refresh_from_db()
    assert dispatch.state == "open"
    cancel_dispatch(dispatch)
    with pytest.raises(DispatchCancelledError):
        make_delivery(dispatch)


def test_a_paused_dispatch_stays_paused() -> None:
    dispatch = make_dispatch()
    Dispatch.objects.update(state="paused")
    make_delivery(dispatch)
    dispatch.refresh_from_db()
    assert dispatch.state == "paused"


def test_the_worker_is_woken_once_per_transaction(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as woken:
        dispatch, message = make_dispatch(), make_message()
        for number in range(5):
            deliver(dispatch, message=message, address=f"a{number}@example.org", language="fr")
        deliver_many(dispatch, message=message, recipients=audience("b@example.org"))
    assert len(woken) == 1


def test_nothing_written_wakes_nobody(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as woken:
        deliver_many(make_dispatch(), message=make_message(), recipients=audience())
    assert woken == []


def test_waking_enqueues_the_task(django_capture_on_commit_callbacks: Any) -> None:
    from django_tasks import default_task_backend

    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        make_delivery()
    assert [result.task.module_path for result in default_task_backend.results] == ["outbox.tasks.send_mail_now"]


def test_an_erased_message_is_not_used_again() -> None:
    message = make_message(subject="S", text="x")
    Message.objects.update(erased_at=message.created_at, text="")
    again = write_message(subject="S", html=message.html, text="x", language="fr")
    assert again.pk != message.pk
    assert Delivery.objects.count() == 0
