"""Claims, leases by the database's clock, and what a dead worker leaves behind."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from outbox.claiming import (
    begin_sending,
    claim,
    claim_lease,
    conclude,
    expire_leases,
    give_back,
    put_back,
    sending_lease,
)
from outbox.models import Delivery, Dispatch
from outbox.sending import release_expired, send_due
from tests.factories.outbox import make_delivery, make_dispatch, make_message
from tests.outbox.receiver import Receiver

pytestmark = pytest.mark.django_db
State = Delivery.State


def again(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


def end_lease(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_claim_takes_a_batch_of_one_dispatch_in_order() -> None:
    dispatch, message = make_dispatch(), make_message()
    deliveries = [make_delivery(dispatch, message=message) for _ in range(5)]
    make_delivery()
    assert claim("anna", limit=3) == deliveries[:3]
    assert claim("bert", limit=3) == deliveries[3:]
    taken = again(deliveries[0])
    assert (taken.state, taken.owner) == (State.LEASED, "anna")
    assert timedelta(0) < taken.lease_until - timezone.now() <= claim_lease()  # type: ignore[operator]


def test_what_is_not_due_or_not_open_is_not_taken() -> None:
    later, paused = make_delivery(), make_delivery()
    Delivery.objects.filter(pk=later.pk).update(not_before=timezone.now() + timedelta(minutes=1))
    Dispatch.objects.filter(pk=paused.dispatch_id).update(state="paused")
    assert claim("anna") == []


def test_a_lease_outlasts_every_answer_that_may_be_waited_for(settings: Any) -> None:
    settings.MAIL = settings.MAIL | {"timeout": 30}
    assert sending_lease() > timedelta(seconds=30 * 3)
    assert claim_lease() > timedelta(seconds=50)


def test_nobody_else_begins_to_send_what_is_claimed() -> None:
    delivery = make_delivery()
    (taken,) = claim("anna")
    assert not begin_sending(taken, owner="bert")
    assert begin_sending(taken, owner="anna")
    assert not begin_sending(taken, owner="anna")
    assert (again(delivery).state, delivery.attempts) == (State.SENDING, 1)


@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_sending_does_not_begin_once_the_dispatch_is_stopped(state: str) -> None:
    make_delivery()
    (taken,) = claim("anna")
    Dispatch.objects.update(state=state)
    assert not begin_sending(taken, owner="anna")


def test_an_expired_claim_waits_again_and_the_dead_worker_cannot_send_it() -> None:
    delivery = make_delivery()
    (taken,) = claim("anna")
    end_lease(delivery)
    assert expire_leases() == (1, 0)
    assert (again(delivery).state, delivery.owner, delivery.attempts) == (State.PENDING, "", 0)
    assert not begin_sending(taken, owner="anna")
    assert claim("bert") == [delivery]


def test_an_expired_sending_is_unknown_and_never_taken_again() -> None:
    delivery = make_delivery()
    (taken,) = claim("anna")
    begin_sending(taken, owner="anna")
    end_lease(delivery)
    assert expire_leases() == (0, 1)
    assert (again(delivery).state, delivery.reason, delivery.attempts) == (State.UNKNOWN, "interrupted", 1)
    assert release_expired() == 0
    assert claim("bert") == []


def test_a_lease_that_holds_is_left_alone() -> None:
    make_delivery()
    claim("anna")
    assert expire_leases() == (0, 0)


def test_an_answer_that_comes_late_still_counts() -> None:
    delivery = make_delivery()
    (taken,) = claim("anna")
    begin_sending(taken, owner="anna")
    end_lease(delivery)
    expire_leases()
    assert not conclude(taken, owner="bert", state=State.SENT)
    assert conclude(taken, owner="anna", state=State.SENT)
    assert again(delivery).state == State.SENT


def test_an_answer_to_what_was_given_to_another_changes_nothing() -> None:
    delivery = make_delivery()
    (taken,) = claim("anna")
    end_lease(delivery)
    expire_leases()
    claim("bert")
    assert not conclude(taken, owner="anna", state=State.FAILED)
    assert not put_back(taken, owner="anna")
    assert (again(delivery).state, delivery.owner) == (State.LEASED, "bert")


def test_what_a_worker_did_not_come_to_is_given_back() -> None:
    dispatch = make_dispatch()
    first, second = make_delivery(dispatch), make_delivery(dispatch)
    taken = claim("anna")
    begin_sending(taken[0], owner="anna")
    give_back("anna")
    assert (again(first).state, again(second).state) == (State.SENDING, State.PENDING)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_one_delivery_twice(server: Receiver) -> None:
    dispatch, message = make_dispatch(), make_message()
    wanted = {make_delivery(dispatch, message=message).address for _ in range(120)}
    sent: list[int] = []

    def work() -> None:
        try:
            sent.append(send_due())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(sent) == len(server.received) == 120
    assert {mail.recipient for mail in server.received} == wanted
    assert not Delivery.objects.exclude(state=State.SENT).exists()
    dispatch.refresh_from_db()
    assert dispatch.state == "done"
