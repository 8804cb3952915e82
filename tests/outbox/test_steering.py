"""What a person may do with a dispatch, and when it is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from outbox.claiming import claim
from outbox.erasing import erase_uncertain_words
from outbox.errors import DispatchCancelledError
from outbox.finishing import finish, finish_all
from outbox.models import Delivery, Dispatch, Message
from outbox.sending import send_due
from outbox.steering import cancel_dispatch, pause_dispatch, resume_dispatch, send_again
from tests.factories.outbox import make_delivery, make_dispatch
from tests.outbox.receiver import DROP, Receiver

pytestmark = pytest.mark.django_db
State = Delivery.State


def make_unknown(server: Receiver, **fields: Any) -> Delivery:
    delivery = make_delivery(make_dispatch(**fields))
    server.plan.body = DROP
    send_due()
    server.plan.body = ""
    delivery.refresh_from_db()
    assert delivery.state == State.UNKNOWN
    return delivery


def test_a_paused_dispatch_sends_nothing_until_it_is_resumed(server: Receiver) -> None:
    dispatch = make_dispatch()
    make_delivery(dispatch)
    assert pause_dispatch(dispatch)
    assert not pause_dispatch(dispatch)
    assert send_due() == 0
    assert resume_dispatch(dispatch)
    assert not resume_dispatch(dispatch)
    assert send_due() == 1


def test_a_pause_reaches_what_a_worker_holds_already(server: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    dispatch = make_dispatch()
    deliveries = [make_delivery(dispatch) for _ in range(2)]
    monkeypatch.setattr("outbox.sending.refusal", lambda delivery: str(pause_dispatch(dispatch))[:0])
    assert send_due() == 0
    states = {Delivery.objects.get(pk=delivery.pk).state for delivery in deliveries}
    assert states == {State.PENDING}


def test_cancelling_skips_what_waits_and_what_is_taken(server: Receiver) -> None:
    dispatch = make_dispatch()
    taken, waiting = make_delivery(dispatch), make_delivery(dispatch)
    claim("anna", limit=1)
    assert cancel_dispatch(dispatch)
    assert not cancel_dispatch(dispatch)
    assert set(Delivery.objects.values_list("pk", "state", "reason")) == {
        (taken.pk, "skipped", "cancelled"),
        (waiting.pk, "skipped", "cancelled"),
    }
    assert send_due() == 0
    assert dispatch.state == "cancelled"


def test_an_uncertain_mail_is_sent_again_by_choice_with_the_same_message_id(server: Receiver) -> None:
    delivery = make_unknown(server)
    dispatch = delivery.dispatch
    assert finish(dispatch.pk) is False  # it was done already
    assert send_again(dispatch, deliveries=[delivery.pk], authorised_by="member:9") == 1
    assert send_due() == 1
    tries = list(delivery.tries.values_list("number", "step", "authorised_by"))
    assert tries == [(1, "body", ""), (1, "again", "member:9"), (2, "body", "")]
    assert server.received[0].mail["Message-ID"] == f"<{delivery.mail_id}>"


def test_only_uncertain_mails_of_this_dispatch_are_sent_again(server: Receiver) -> None:
    delivery = make_unknown(server)
    other = make_delivery()
    assert send_again(delivery.dispatch, deliveries=[other.pk], authorised_by="member:9") == 0
    assert send_again(other.dispatch, deliveries=[delivery.pk], authorised_by="member:9") == 0
    assert send_again(other.dispatch, deliveries=[other.pk], authorised_by="member:9") == 0


def test_nothing_of_a_cancelled_dispatch_is_sent_again(server: Receiver) -> None:
    delivery = make_unknown(server)
    Dispatch.objects.update(state="cancelled")
    with pytest.raises(DispatchCancelledError):
        send_again(delivery.dispatch, deliveries=[delivery.pk], authorised_by="member:9")


def test_a_dispatch_with_something_to_send_is_not_done() -> None:
    delivery = make_delivery()
    assert not finish(delivery.dispatch_id)


def test_a_dispatch_that_came_to_nothing_is_done_after_a_while() -> None:
    dispatch = make_dispatch()
    finish_all()
    dispatch.refresh_from_db()
    assert dispatch.state == "open"
    Dispatch.objects.update(created_at=timezone.now() - timedelta(hours=1))
    finish_all()
    dispatch.refresh_from_db()
    assert dispatch.state == "done"


def test_words_of_an_uncertain_account_mail_stay_for_a_week(server: Receiver) -> None:
    make_unknown(server, kind="account")
    erase_uncertain_words()
    assert Message.objects.get().text
    Delivery.objects.update(finished_at=timezone.now() - timedelta(days=8))
    erase_uncertain_words()
    assert Message.objects.get().text == ""


def test_words_of_an_issue_stay(server: Receiver) -> None:
    make_delivery()
    send_due()
    assert Message.objects.get().text
