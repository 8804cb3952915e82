"""Addresses in one form, and their keyed hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.addresses import address_key, join_mailbox, normalise, split_mailbox
from outbox.errors import BadAddressError


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("jan@example.org", "jan@example.org"),
        ("  Jan.Peeters@Example.ORG\n", "jan.peeters@example.org"),
        ("jan+lettre@example.org", "jan+lettre@example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("info@ville-de-liège.be", "info@xn--ville-de-lige-6gb.be"),
        ("info@VILLE-DE-LIÈGE.be", "info@xn--ville-de-lige-6gb.be"),
        ("jan@example.org.", "jan@example.org"),
    ],
)
def test_an_address_is_kept_in_one_form(written: str, kept: str) -> None:
    assert normalise(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "", "jan", "@example.org", "jan@", "jan@example", "jan@@example.org", "jan@exa mple.org", "j an@example.org",
        '"jan peeters"@example.org', "jan@[127.0.0.1]", "jan@example..org", "jan@-example.org", "jérôme@example.org",
        "jan@example.org\r\nBcc: all@example.org", "jan\n@example.org", "jan@example.org\u2028x",
        "jan\u200b@example.org",
        "jan@example.org, piet@example.org", "<jan@example.org>", "Jan <jan@example.org>", "jan@example.org\x00",
        "a" * 65 + "@example.org", "jan@" + "a" * 64 + ".org", "jan@" + "a." * 130 + "org", "jan@example.org>",
    ],
)  # fmt: skip
def test_what_cannot_be_mailed_is_refused(written: str) -> None:
    with pytest.raises(BadAddressError):
        normalise(written)


@given(st.text(max_size=80))
def test_whatever_is_kept_is_safe_in_a_header(written: str) -> None:
    try:
        kept = normalise(written)
    except BadAddressError:
        return
    assert kept.isascii()
    assert kept.count("@") == 1
    assert not set(kept) & set(' \r\n\t<>,;:"()[]\\')
    assert normalise(kept) == kept


def test_the_key_is_the_same_for_all_spellings_and_needs_the_secret(settings: pytest.FixtureRequest) -> None:
    key = address_key("Jan@Example.org ")
    assert key == address_key("jan@example.org")
    assert key != address_key("piet@example.org")
    assert len(key) == 64
    settings.ADDRESS_HASH_KEY = "another"
    assert address_key("jan@example.org") != key


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("noreply@localhost", ("", "noreply@localhost")),
        ("Forum belge, prévention <A@b.be>", ("Forum belge, prévention", "a@b.be")),
        ('"Quoted, name" <a@b.be>', ("Quoted, name", "a@b.be")),
    ],
)
def test_a_mailbox_has_a_name_and_an_address(written: str, parts: tuple[str, str]) -> None:
    assert split_mailbox(written) == parts


def test_a_mailbox_name_cannot_break_its_line() -> None:
    assert join_mailbox("Evil\r\nBcc: x@y.be", "a@b.be") == "EvilBcc: x@y.be <a@b.be>"
