"""A mail that arrives is a row, once, whatever it is; then it is handled, tried again, or waits for a person."""

import io
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from contracts.inbound import Mail, Outcome
from inbox import handling
from inbox.automatic import reason_to_ignore
from inbox.handling import handle, handle_due
from inbox.models import BEGINNING, MOST_BYTES, Received
from inbox.parsing import headers_of
from inbox.storing import store
from inbox.tidying import tidy
from tests.factories.inbox import make_mail, receive

pytestmark = pytest.mark.django_db
State = Received.State


class Route:
    """A route that does as it is told."""

    name = "test"
    answer: Any = Outcome(state="done")
    seen: list[Mail] = []

    def takes(self, recipient: str) -> bool:
        return recipient.endswith("@parvis.example")

    def handle(self, mail: Mail) -> Outcome:
        Route.seen.append(mail)
        if isinstance(Route.answer, Exception):
            raise Route.answer
        return Route.answer

    def readable(self, recipients: Any, reader: Any) -> set[str]:
        return set(recipients)


@pytest.fixture
def route(monkeypatch: pytest.MonkeyPatch) -> type[Route]:
    Route.answer, Route.seen = Outcome(state="done"), []
    for module in ("inbox.storing", "inbox.permissions"):
        monkeypatch.setattr(f"{module}.routes", lambda: [Route()])
    return Route


def test_a_mail_is_kept_byte_for_byte_and_read(route: type[Route]) -> None:
    raw = make_mail("Bonjour", subject="Réunion à Liège", files={"plan.pdf": b"%PDF-1.4"})
    received = receive(raw)
    assert bytes(received.raw) == raw
    assert (received.state, received.route) == (State.DONE, "test")
    (mail,) = route.seen
    assert (mail.subject, mail.words, mail.sender) == ("Réunion à Liège", "Bonjour", "anne@namur.be")
    assert [(file.name, file.content) for file in mail.files] == [("plan.pdf", b"%PDF-1.4")]


def test_the_same_mail_twice_is_one_row(route: type[Route]) -> None:
    receive(message_id="<once@namur.be>")
    receive(message_id="<once@namur.be>", words="Une autre copie")
    assert Received.objects.count() == len(route.seen) == 1


def test_a_mail_without_a_name_is_known_by_its_bytes() -> None:
    raw = b"From: a@b.be\n\nBonjour"
    assert [store(raw)[1], store(raw)[1], store(raw + b"!")[1]] == [True, False, True]


@pytest.mark.parametrize("header", ["X-Original-To", "Delivered-To", "Cc"])
def test_the_address_that_somebody_takes_counts(route: type[Route], header: str) -> None:
    raw = make_mail(to="list@elsewhere.be", **{header: "Reply <REPLY+x@parvis.example>"})
    assert receive(raw).recipient == "reply+x@parvis.example"


def test_a_mail_for_nobody_is_ignored_with_a_reason(route: type[Route]) -> None:
    received = receive(to="list@elsewhere.be")
    assert (received.state, received.reason) == (State.IGNORED, "unknown_address")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Auto-Submitted: auto-replied (vacation)", "automatic"),
        ("Auto-Submitted: no", ""),
        ("X-Autoreply: yes", "automatic"),
        ("Precedence: auto_reply", "automatic"),
        ("Precedence: bulk", "list"),
        ("List-Id: <news.example.org>", "list"),
        ("Return-Path: <>", "bounce"),
        ("Return-Path: <anne@namur.be>", ""),
        ("Content-Type: multipart/report; report-type=delivery-status", "bounce"),
        ("X-Failed-Recipients: x@y.be", "bounce"),
        ("From: MAILER-DAEMON@mx.example", "bounce"),
        ("Subject: Bonjour", ""),
    ],
)
def test_what_no_person_wrote_is_recognised_by_its_headers(header: str, reason: str) -> None:
    assert reason_to_ignore(headers_of(f"{header}\n\nBonjour".encode())) == reason


def test_a_failure_is_tried_three_times_then_waits_for_a_person(route: type[Route]) -> None:
    route.answer = ValueError("broken")
    received = receive()
    assert (received.state, received.attempts, received.reason) == (State.NEW, 1, "ValueError: broken")
    assert handle_due() == 0
    for _attempt in range(2):
        Received.objects.update(not_before=timezone.now())
        handle_due()
    received.refresh_from_db()
    assert (received.state, received.attempts) == (State.FAILED, 3)
    assert received.reason == "ValueError: broken"


def test_two_workers_never_handle_the_same_mail(route: type[Route]) -> None:
    store(make_mail())
    first, second = Received.objects.get(), Received.objects.get()
    assert handle(first)
    assert not handle(second)
    assert len(route.seen) == 1


def test_a_worker_that_dies_loses_nothing(route: type[Route], monkeypatch: pytest.MonkeyPatch) -> None:
    store(make_mail())

    class Died(BaseException):
        pass

    def die(self: Route, mail: Mail) -> Outcome:
        raise Died

    with monkeypatch.context() as killed:
        killed.setattr(Route, "handle", die)
        with pytest.raises(Died):
            handle_due()
    assert handle_due() == 0
    Received.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    route.answer = Outcome(state="done")
    assert handle_due() == 1
    assert Received.objects.get().state == State.DONE


def test_a_mail_that_kills_three_workers_is_left_alone(route: type[Route]) -> None:
    store(make_mail())
    Received.objects.update(attempts=handling.MOST_ATTEMPTS)
    handle_due()
    received = Received.objects.get()
    assert (received.state, received.reason) == (State.FAILED, "interrupted")
    assert route.seen == []


def test_too_large_a_mail_is_kept_by_its_beginning(route: type[Route]) -> None:
    raw = make_mail("Début") + b"x" * MOST_BYTES
    received = receive(raw)
    assert (len(received.raw), received.size) == (BEGINNING, len(raw))
    assert route.seen[0].too_large
    assert route.seen[0].words.startswith("Début")


def test_bytes_go_thirty_days_after_it_was_done_with(route: type[Route]) -> None:
    done, failed = receive(), receive()
    Received.objects.filter(pk=failed.pk).update(state=State.FAILED)
    Received.objects.update(handled_at=timezone.now() - timedelta(days=29))
    tidy()
    assert all(mail.raw for mail in Received.objects.all())
    Received.objects.update(handled_at=timezone.now() - timedelta(days=31))
    tidy()
    assert not Received.objects.get(pk=done.pk).raw
    assert Received.objects.get(pk=failed.pk).raw


def test_the_command_reads_a_file_and_a_pipe(
    route: type[Route], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(make_mail(to="x@elsewhere.be"))
    call_command("receive", file, "--to", "reply+1@parvis.example", "--authentic", "--now", stdout=io.StringIO())
    assert route.seen[0].is_authentic
    assert route.seen[0].recipient == "reply+1@parvis.example"
    pipe = io.TextIOWrapper(io.BytesIO(make_mail(to="x@elsewhere.be")))
    monkeypatch.setattr(sys, "stdin", pipe)
    monkeypatch.setenv("RECIPIENT", "reply+2@parvis.example")
    call_command("receive", verbosity=0)
    assert Received.objects.filter(recipient="reply+2@parvis.example", state=State.NEW).exists()


def test_the_command_asks_the_mail_server_to_come_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from django.db import OperationalError

    def away(*arguments: Any, **options: Any) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("inbox.management.commands.receive.store", away)
    file = tmp_path / "mail.eml"
    file.write_bytes(make_mail())
    with pytest.raises(SystemExit) as ended:
        call_command("receive", file, stderr=io.StringIO())
    assert ended.value.code == 75
