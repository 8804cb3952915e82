"""Whatever bytes arrive, nothing breaks and nothing takes long."""

# ruff: noqa: E501  mails as programs write them
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.authenticity import is_authentic
from inbox.automatic import reason_to_ignore
from inbox.cutting import own_words
from inbox.models import Received
from inbox.parsing import headers_of
from inbox.reading import read, text_shown
from inbox.storing import store
from tests.factories.inbox import receive

PATIENCE = 10.0  # seconds, for a mail that was built to take long
_HEADERS = ["From", "To", "Subject", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
            "Authentication-Results", "Delivered-To", "Auto-Submitted", "Return-Path", "Content-ID"]  # fmt: skip
_PIECES = st.sampled_from(
    ["multipart/mixed; boundary=x", 'multipart/alternative; boundary=""', "text/plain; charset=utf-7", "text/html; charset=zz",
     "message/rfc822", "base64", "quoted-printable", "x-uuencode", "attachment; filename*=utf-8''%zz", "=?utf-8?b?####?=",
     "=?x?q?=00?=", "<>", "a@b.be, c@d.be", '"a@b.be" <c@d.be>', "mx.parvis.example; dmarc=pass header.from=b.be",
     "reply+aaaa@parvis.example", "--x", "--x--", "> a", "Le 1 x a écrit :", "-- ", "<div class=gmail_quote>", "<p>", "\x00", "é"]
)  # fmt: skip
_VALUE = st.lists(_PIECES | st.text(max_size=30), max_size=4).map(" ".join)
_LINE = st.one_of(
    st.builds(lambda name, value: f"{name}: {value}", st.sampled_from(_HEADERS), _VALUE), _VALUE, st.just("")
)
_MAIL = st.lists(_LINE, max_size=25).map("\n".join).map(
    lambda text: text.encode("utf-8", "surrogateescape")
) | st.binary(max_size=300)


@given(raw=_MAIL)
@settings(deadline=None, max_examples=150)
def test_any_bytes_can_be_read(raw: bytes) -> None:
    headers = headers_of(raw)
    is_authentic(headers)
    reason_to_ignore(headers)
    received = Received(pk=1, raw=raw)
    read(received)
    text_shown(received)


@given(text=st.text(max_size=500) | st.lists(_VALUE, max_size=40).map("\n".join))
@settings(deadline=None, max_examples=150)
def test_cutting_adds_nothing(text: str) -> None:
    assert len(own_words(text)) <= len(text)


@pytest.mark.fuzz
@pytest.mark.django_db
@given(raw=_MAIL)
@settings(
    deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_bytes_become_one_row_and_an_end(raw: bytes) -> None:
    assert receive(raw).state != Received.State.FAILED
    assert not store(raw)[1]


def _nested(depth: int) -> bytes:
    heads = (f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n' for level in range(depth))
    return ("".join(heads) + "Content-Type: text/plain\n\nBonjour\n" + "mot\n" * 50_000).encode()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(_nested(50), id="nested"),
        pytest.param(_nested(3000), id="nested beyond reason"),
        pytest.param(b"Content-Type: message/rfc822\n\n" * 2000 + b"x", id="mails in mails"),
        pytest.param(b"X: y\n" * 200_000 + b"\nBonjour", id="many headers"),
        pytest.param(b"Subject: " + b"=?utf-8?q?a?= " * 200_000 + b"\n\nBonjour", id="long header"),
        pytest.param(b"From: " + b"a@b.be, " * 100_000 + b"\n\nBonjour", id="many senders"),
        pytest.param(b"From: " + b"(" * 100_000 + b"\n\nBonjour", id="nested comments"),
        pytest.param(b"\n" + b"On " * 500_000, id="long line"),
        pytest.param(b"\n" + b"Le 1 " * 300_000, id="long French line"),
        pytest.param(b"\n" + b">\n" * 500_000, id="empty quotes"),
        pytest.param(b"\n" + b"From: a\n" * 100_000, id="quoted headers"),
        pytest.param(b"\n" + b"\n \t" * 500_000, id="empty lines"),
        pytest.param(b"Content-Type: text/html\n\n" + b"<div>" * 200_000, id="nested html"),
        pytest.param(b"Content-Type: text/html\n\n" + b"<div class=" * 100_000, id="open tags"),
        pytest.param(b"Content-Type: text/html\n\n" + b"<head>" * 60_000, id="open heads"),
        pytest.param(b"Content-Type: text/html\n\n<div style='" + b"border-top: " * 40_000, id="open style"),
        pytest.param(
            b"Authentication-Results: mx.parvis.example; " + b"dkim=pass (" * 20_000 + b"\nFrom: a@b.be\n\n",
            id="results",
        ),
        pytest.param(b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 100_000, id="many parts"),
    ],
)
def test_a_mail_built_to_take_long_does_not(raw: bytes) -> None:
    start = monotonic()
    headers = headers_of(raw)
    is_authentic(headers)
    reason_to_ignore(headers)
    read(Received(pk=1, raw=raw))
    assert monotonic() - start < PATIENCE
