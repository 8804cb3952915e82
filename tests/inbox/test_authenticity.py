"""Only our own mail server's word counts for who sent a mail, and only for that sender's own domain."""

from typing import Any

import pytest

from inbox.authenticity import is_authentic
from inbox.parsing import headers_of

OURS = "Authentication-Results: mx.parvis.example; "
THEIRS = "Authentication-Results: mx.evil.example; "
FROM = "From: Anne <anne@namur.be>\n\n"


def proven(*lines: str, sender: str = FROM) -> bool:
    return is_authentic(headers_of(("\n".join(lines) + "\n" + sender).encode()))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("dmarc=pass header.from=namur.be", True),
        ("dmarc=pass (p=REJECT dis=NONE) header.from=namur.be; spf=fail smtp.mailfrom=x.be", True),
        ("dmarc=pass header.from=evil.be", False),
        ("dmarc=fail header.from=namur.be; spf=pass smtp.mailfrom=anne@namur.be", False),
        ("dkim=pass header.d=namur.be header.s=k1", True),
        ("dkim=pass header.i=@namur.be", True),
        ("dkim=pass header.d=evil.be", False),
        ("dkim=pass header.d=be", False),
        ("dkim=fail header.d=namur.be", False),
        ("spf=pass smtp.mailfrom=anne@namur.be", True),
        ("spf=pass smtp.mailfrom=bounce@lists.be", False),
        ("none", False),
        ("dmarc=pa(((", False),
    ],
)
def test_the_senders_domain_must_be_the_proven_one(result: str, expected: bool) -> None:
    assert proven(OURS + result) is expected


def test_a_senders_own_claim_proves_nothing() -> None:
    assert not proven(THEIRS + "dmarc=pass header.from=namur.be")
    assert not proven(OURS + "dmarc=fail header.from=namur.be", OURS + "dmarc=pass header.from=namur.be")
    assert not proven("Authentication-Results: mx.parvis.example.evil; dmarc=pass header.from=namur.be")


def test_another_servers_line_above_ours_changes_nothing() -> None:
    assert proven(THEIRS + "dmarc=fail header.from=namur.be", OURS + "dmarc=pass header.from=namur.be")


def test_a_shown_name_is_no_sender() -> None:
    line = OURS + "dmarc=pass header.from=evil.be"
    assert not proven(line, sender='From: "anne@namur.be" <x@evil.example>\n\n')
    assert not proven(OURS + "dmarc=pass header.from=namur.be", sender="From: a@namur.be, b@namur.be\n\n")


def test_without_the_name_of_our_server_nothing_is_proven(settings: Any) -> None:
    settings.INBOUND_AUTHSERV = ""
    assert not proven(OURS + "dmarc=pass header.from=namur.be")
