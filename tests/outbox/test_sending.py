"""Each row of the state table, against a real mail server."""

import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import sending
from outbox.models import Attempt, Delivery, Dispatch, MailServer
from outbox.sending import send_due
from outbox.writing import suppress
from tests.factories.outbox import make_delivery, make_dispatch, make_message
from tests.outbox.receiver import DROP, STALL, Receiver, refuse_login

pytestmark = pytest.mark.django_db
State = Delivery.State


def again(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


def make_due(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(not_before=timezone.now() - timedelta(seconds=1))


def test_an_accepted_mail_is_sent_and_its_answer_kept(server: Receiver) -> None:
    delivery = make_delivery(address="jan@example.org")
    assert send_due() == 1
    assert again(delivery).state == State.SENT
    assert (delivery.attempts, delivery.owner != "", delivery.lease_until) == (1, True, None)
    attempt = delivery.tries.get()
    assert (attempt.number, attempt.step, attempt.code, attempt.answer) == (1, "body", 250, "2.0.0 queued as 42")
    (received,) = server.received
    assert (received.sender, received.recipient) == ("noreply@parvis.example", "jan@example.org")
    assert received.mail["Message-ID"] == f"<{delivery.mail_id}>"


def test_a_dispatch_is_done_when_all_of_it_is(server: Receiver) -> None:
    dispatch = make_dispatch()
    server.plan.rcpt = {"b@example.org": "550 no such user"}
    for address in ("a@example.org", "b@example.org"):
        make_delivery(dispatch, address=address)
    send_due()
    dispatch.refresh_from_db()
    assert dispatch.state == Dispatch.State.DONE
    assert dispatch.finished_at


def test_a_permanent_refusal_of_the_recipient_fails(server: Receiver) -> None:
    server.plan.rcpt = "550 5.1.1 no such user"
    delivery = make_delivery()
    assert send_due() == 0
    assert (again(delivery).state, delivery.reason, delivery.attempts) == (State.FAILED, "refused", 1)
    assert delivery.tries.get().answer == "5.1.1 no such user"


def test_a_permanent_refusal_of_the_mail_fails(server: Receiver) -> None:
    server.plan.body = "554 5.7.1 looks like spam"
    delivery = make_delivery()
    send_due()
    assert (again(delivery).state, delivery.attempts) == (State.FAILED, 1)
    assert delivery.tries.get().code == 554


@pytest.mark.parametrize("step", ["rcpt", "data", "body"])
def test_a_transient_refusal_waits_for_later(server: Receiver, step: str) -> None:
    setattr(server.plan, step, "451 4.7.1 come back later")
    delivery = make_delivery()
    send_due()
    assert (again(delivery).state, delivery.attempts, delivery.owner) == (State.PENDING, 1, "")
    assert timedelta(minutes=3) < delivery.not_before - timezone.now() < timedelta(minutes=7)
    assert delivery.tries.get().step == step
    setattr(server.plan, step, "")
    assert send_due() == 0
    make_due(delivery)
    assert send_due() == 1
    assert (again(delivery).state, delivery.attempts) == (State.SENT, 2)


def test_waiting_grows_with_each_refusal() -> None:
    from outbox.outcomes import waiting_time

    assert waiting_time(1) < waiting_time(3) < waiting_time(6) <= timedelta(hours=5)
    assert len({waiting_time(4) for _ in range(20)}) > 1


def test_transient_refusals_end_after_two_days(server: Receiver) -> None:
    server.plan.rcpt = "452 4.2.2 mailbox full"
    delivery = make_delivery()
    send_due()
    Attempt.objects.update(at=timezone.now() - timedelta(hours=48))
    make_due(delivery)
    send_due()
    assert (again(delivery).state, delivery.reason) == (State.FAILED, "too late")


@pytest.mark.parametrize("end", [DROP, STALL])
def test_a_line_lost_before_the_mail_began_waits_for_later(server: Receiver, end: str) -> None:
    server.plan.data = end
    delivery = make_delivery()
    send_due()
    assert (again(delivery).state, delivery.attempts) == (State.PENDING, 1)


@pytest.mark.parametrize("end", [DROP, STALL])
def test_a_line_lost_after_the_mail_began_is_unknown(server: Receiver, end: str) -> None:
    server.plan.body = end
    delivery = make_delivery()
    send_due()
    assert (again(delivery).state, delivery.reason, delivery.attempts) == (State.UNKNOWN, "line broke", 1)
    server.plan.body = ""
    make_due(delivery)
    assert send_due() == 0
    assert server.received == []


def test_a_mail_accepted_without_an_answer_is_unknown_and_never_sent_again(server: Receiver) -> None:
    server.plan.accept_then_drop = True
    delivery = make_delivery()
    send_due()
    assert again(delivery).state == State.UNKNOWN
    server.plan.accept_then_drop = False
    sending.release_expired()
    send_due()
    assert len(server.received) == 1


def test_a_refused_connection_burns_no_attempt_and_is_shown(server: Receiver, settings: pytest.FixtureRequest) -> None:
    delivery = make_delivery()
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.MAIL = server.settings | {"port": nobody.getsockname()[1]}
    assert send_due() == 0
    assert (again(delivery).state, delivery.attempts, delivery.owner) == (State.PENDING, 0, "")
    assert delivery.tries.count() == 0
    heard = MailServer.objects.get()
    assert (heard.reachable, heard.problem) == (False, MailServer.Problem.NO_ANSWER)
    assert "refused" in heard.answer
    settings.MAIL = server.settings
    assert send_due() == 1
    heard.refresh_from_db()
    assert (heard.reachable, heard.problem, heard.down_since) == (True, "", None)


def test_down_since_is_the_first_time(server: Receiver) -> None:
    make_delivery()
    server.plan.greeting = "554 no service"
    send_due()
    since = MailServer.objects.get().down_since
    send_due()
    heard = MailServer.objects.get()
    assert (heard.down_since, heard.problem, heard.answer) == (since, MailServer.Problem.BUSY, "554 no service")


def test_a_server_that_stalls_at_the_door_is_down(server: Receiver) -> None:
    server.plan.greeting = STALL
    delivery = make_delivery()
    send_due()
    assert (again(delivery).state, delivery.attempts) == (State.PENDING, 0)
    assert MailServer.objects.get().problem == MailServer.Problem.NO_ANSWER


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("530 5.7.0 log in first", MailServer.Problem.LOGIN),
        ("553 5.7.1 not your address", MailServer.Problem.SENDER),
        ("452 4.3.1 disk full", MailServer.Problem.BUSY),
    ],
)
def test_who_refuses_our_sender_refuses_every_mail(server: Receiver, answer: str, problem: str) -> None:
    server.plan.mail = answer
    delivery = make_delivery()
    send_due()
    assert (again(delivery).state, delivery.attempts) == (State.PENDING, 0)
    assert (MailServer.objects.get().problem, MailServer.objects.get().answer) == (problem, answer)


def test_a_relay_that_wants_a_login_only_at_the_recipient_burns_nothing(server: Receiver) -> None:
    server.plan.rcpt = "530 5.7.0 authentication required"
    delivery = make_delivery()
    send_due()
    assert (again(delivery).state, delivery.attempts) == (State.PENDING, 0)
    assert MailServer.objects.get().problem == MailServer.Problem.LOGIN


def test_a_wrong_password_is_said_to_be_one(settings: pytest.FixtureRequest) -> None:
    server = Receiver(authenticator=refuse_login, auth_require_tls=False).start()
    settings.MAIL = server.settings | {"user": "parvis", "password": "wrong"}
    delivery = make_delivery()
    send_due()
    server.stop()
    assert (again(delivery).state, delivery.attempts) == (State.PENDING, 0)
    assert MailServer.objects.get().problem == MailServer.Problem.LOGIN


def test_a_server_without_encryption_is_not_spoken_to_in_clear(
    server: Receiver, settings: pytest.FixtureRequest
) -> None:
    settings.MAIL = server.settings | {"scheme": "smtp+tls"}
    delivery = make_delivery()
    send_due()
    assert again(delivery).state == State.PENDING
    assert MailServer.objects.get().problem == MailServer.Problem.ENCRYPTION
    assert server.received == []


def test_one_connection_serves_many_mails_and_is_renewed_after_a_hundred(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outbox.smtp.MAILS_PER_CONNECTION", 10)
    dispatch, message = make_dispatch(), make_message()
    for _ in range(28):
        make_delivery(dispatch, message=message)
    assert send_due() == 28
    assert server.connections == 3


def test_a_stale_connection_is_renewed_unseen(server: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    dispatch = make_dispatch()
    deliveries = [make_delivery(dispatch) for _ in range(3)]
    record = sending.record_sent

    def and_cut_the_line(*args: object, **fields: object) -> None:
        record(*args, **fields)  # type: ignore[arg-type]
        server.cut_lines()

    monkeypatch.setattr(sending, "record_sent", and_cut_the_line)
    assert send_due() == 3
    assert [again(delivery).attempts for delivery in deliveries] == [1, 1, 1]
    assert server.connections == 3


def test_after_a_refusal_the_next_mail_starts_afresh(server: Receiver) -> None:
    dispatch = make_dispatch()
    server.plan.rcpt = {"a@example.org": "550 no"}
    for address in ("a@example.org", "b@example.org", "c@example.org"):
        make_delivery(dispatch, address=address)
    assert send_due() == 2
    assert [mail.recipient for mail in server.received] == ["b@example.org", "c@example.org"]
    assert server.connections == 1


def test_account_mail_goes_first(server: Receiver) -> None:
    make_delivery(make_dispatch(kind=Dispatch.Kind.ISSUE), address="issue@example.org")
    make_delivery(make_dispatch(kind=Dispatch.Kind.DIGEST), address="digest@example.org")
    make_delivery(make_dispatch(kind=Dispatch.Kind.ACCOUNT), address="account@example.org")
    send_due()
    assert [mail.recipient.partition("@")[0] for mail in server.received] == ["account", "digest", "issue"]


def test_a_suppression_holds_up_to_the_claim(server: Receiver) -> None:
    delivery = make_delivery(address="weg@example.org")
    suppress("weg@example.org", scope="all", reason="complaint")
    assert send_due() == 0
    assert (again(delivery).state, delivery.reason, delivery.attempts) == (State.SKIPPED, "suppressed", 0)
    assert server.commands == []


def test_a_suppression_holds_up_to_the_last_step(server: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = make_delivery(address="weg@example.org")
    monkeypatch.setattr(
        sending, "refusal", lambda _delivery: suppress("weg@example.org", scope="issue", reason="left") or ""
    )
    assert send_due() == 0
    assert (again(delivery).state, delivery.reason) == (State.SKIPPED, "suppressed")
    assert server.commands == ["MAIL", "RCPT"]


class LeavesAtTheLastMoment:
    """A recipient check whose person is still there at the claim, and gone before DATA."""

    kind = "issue"
    asked = 0

    def refused(self, dispatch_key: str, recipient_keys: object) -> dict[str, str]:
        type(self).asked += 1
        return {"subscriber:7": "unsubscribed"} if type(self).asked > 1 else {}


class Unsubscribed:
    """A recipient check: subscriber 7 has left."""

    kind = "issue"

    def refused(self, dispatch_key: str, recipient_keys: object) -> dict[str, str]:
        return {"subscriber:7": "unsubscribed"}


class Broken:
    """A recipient check that cannot answer."""

    kind = "issue"

    def refused(self, dispatch_key: str, recipient_keys: object) -> dict[str, str]:
        raise RuntimeError("no answer")


def test_the_owner_is_asked_at_the_claim(server: Receiver, settings: pytest.FixtureRequest) -> None:
    settings.RECIPIENT_CHECKS = [f"{__name__}.Unsubscribed"]
    dispatch = make_dispatch()
    left = make_delivery(dispatch, recipient_key="subscriber:7")
    stayed = make_delivery(dispatch, recipient_key="subscriber:8")
    assert send_due() == 1
    assert (again(left).state, left.reason) == (State.SKIPPED, "unsubscribed")
    assert again(stayed).state == State.SENT


def test_the_owner_is_asked_again_in_the_moment_before(server: Receiver, settings: pytest.FixtureRequest) -> None:
    settings.RECIPIENT_CHECKS = [f"{__name__}.LeavesAtTheLastMoment"]
    delivery = make_delivery(recipient_key="subscriber:7")
    assert send_due() == 0
    assert (again(delivery).state, delivery.reason, delivery.attempts) == (State.SKIPPED, "unsubscribed", 0)
    assert server.commands == ["MAIL", "RCPT"]


def test_an_owner_that_cannot_answer_holds_up_only_its_own(server: Receiver, settings: pytest.FixtureRequest) -> None:
    settings.RECIPIENT_CHECKS = [f"{__name__}.Broken"]
    held = make_delivery(recipient_key="subscriber:7")
    other = make_delivery(make_dispatch(kind=Dispatch.Kind.DIGEST), recipient_key="member:1")
    assert send_due() == 1
    assert (again(held).state, held.attempts) == (State.PENDING, 0)
    assert again(other).state == State.SENT


def test_a_mail_that_cannot_be_written_fails_and_holds_up_nobody(server: Receiver) -> None:
    dispatch = make_dispatch()
    broken, whole = make_delivery(dispatch), make_delivery(dispatch)
    type(broken.message).objects.filter(pk=broken.message_id).update(text="@@name@@")
    assert send_due() == 1
    assert (again(broken).state, broken.reason) == (State.FAILED, "unwritable")
    assert again(whole).state == State.SENT


def test_a_call_ends_in_time_and_asks_for_another(server: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(sending, "TURN", 0.0)
    monkeypatch.setattr(sending, "wake_workers", lambda: woken.append(True))
    delivery = make_delivery()
    assert send_due() == 0
    assert (again(delivery).state, delivery.owner, woken) == (State.PENDING, "", [True])
