"""Fetching from an IMAP mailbox, over a real socket: kept first, then moved, never lost, never twice."""

from collections.abc import Iterator
from contextlib import suppress
from imaplib import IMAP4
from typing import Any

import pytest
from imap_tools.errors import MailboxLoginError

from inbox import polling
from inbox.models import BEGINNING, Received
from inbox.polling import poll
from tests.factories.inbox import make_mail
from tests.inbox.imap_server import ImapServer, closed

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], ids=["MOVE", "COPY"])
def server(request: pytest.FixtureRequest, settings: Any) -> Iterator[ImapServer]:
    server = ImapServer(can_move=request.param)
    settings.INBOUND_MAILBOX = server.mailbox
    yield server
    closed(server)


def test_mails_become_rows_and_are_moved(server: ImapServer) -> None:
    first, second = make_mail("Un", subject="Un"), make_mail("Deux", subject="Deux")
    server.put(first, second)
    assert poll() == 2
    assert sorted(bytes(mail.raw) for mail in Received.objects.all()) == sorted([first, second])
    assert server.folders["INBOX"] == {}
    assert len(server.folders["Parvis"]) == 2
    assert poll() == 0


@pytest.mark.parametrize("command", [b"MOVE", b"COPY", b"FETCH", b"STORE"])
def test_a_line_that_breaks_loses_and_doubles_nothing(server: ImapServer, command: bytes) -> None:
    server.put(make_mail("Un"), make_mail("Deux"))
    server.drop_before = command
    with suppress(IMAP4.abort):
        poll()
    poll()
    assert Received.objects.count() == 2
    assert server.folders["INBOX"] == {}


def test_one_that_cannot_be_stored_holds_up_no_other(server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make_mail("Non"), make_mail("Oui")
    server.put(bad, good)
    true_store = polling.store

    def store(raw: bytes, **options: Any) -> Any:
        if raw == bad:
            raise ValueError("no room")
        return true_store(raw, **options)

    monkeypatch.setattr(polling, "store", store)
    assert poll() == 1
    assert list(server.folders["INBOX"].values()) == [bad]


def test_of_a_huge_mail_only_the_beginning_is_fetched(server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "MOST_BYTES", 300_000)
    monkeypatch.setattr("inbox.storing.MOST_BYTES", 300_000)
    raw = make_mail("Début") + b"x" * 400_000
    server.put(raw)
    poll()
    received = Received.objects.get()
    assert (server.fetched, len(received.raw), received.size) == (BEGINNING, BEGINNING, len(raw))


def test_a_wrong_password_is_told(server: ImapServer, settings: Any) -> None:
    server.password = "another"
    with pytest.raises(MailboxLoginError):
        poll()


def test_without_a_mailbox_nothing_is_asked(settings: Any) -> None:
    settings.INBOUND_MAILBOX = {"scheme": ""}
    assert poll() == 0
