"""The final bytes of a mail: structure, headers, and the reader's values in them."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbox.errors import BadMessageError
from outbox.marks import without_marks
from outbox.mime import Template, build
from outbox.models import Delivery, Dispatch, Message

UNSUBSCRIBE = {
    "List-Unsubscribe": "<https://parvis.example/fr/unsubscribe/@@token@@/>, <mailto:end+@@token@@@parvis.example>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def delivery_of(
    *,
    kind: str = "issue",
    sender: str = "Réseau Parvis <lettre@parvis.example>",
    reply_to: str = "redaction@parvis.example",
    values: dict[str, str] | None = None,
    **message: Any,
) -> Delivery:
    fields = {
        "sender": sender,
        "subject": "Sujet",
        "html": "<p>Bonjour</p>",
        "text": "Bonjour",
        "sha256": "ab" * 32,
        "headers": {},
    } | message
    dispatch = Dispatch(pk=1, kind=kind, key="issue:1", reply_to=reply_to)
    return Delivery(
        pk=1,
        dispatch=dispatch,
        message=Message(pk=1, **fields),
        address="jan@example.org",
        mail_id="1.ab@parvis.example",
        tokens=values or {},
    )


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.SMTP)  # type: ignore[return-value]


def part(content: bytes, subtype: str) -> str:
    found = parsed(content).get_body((subtype,))
    assert found
    return str(found.get_content()).replace("\r\n", "\n")


def assert_well_formed(content: bytes) -> None:
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert not parsed(content).defects
    assert content.isascii()


def test_text_first_html_last_both_utf_8() -> None:
    content = build(delivery_of(html="<p>« Été »</p>", text="« Été »"))
    mail = parsed(content)
    assert mail.get_content_type() == "multipart/alternative"
    assert [(p.get_content_type(), p.get_content_charset()) for p in mail.iter_parts()] == [
        ("text/plain", "utf-8"),
        ("text/html", "utf-8"),
    ]
    assert (part(content, "plain"), part(content, "html")) == ("« Été »", "<p>« Été »</p>")
    assert_well_formed(content)


def test_without_html_the_mail_is_plain_text() -> None:
    content = build(delivery_of(html="", text="Bonjour à tous"))
    assert parsed(content).get_content_type() == "text/plain"
    assert part(content, "plain") == "Bonjour à tous\n"
    assert_well_formed(content)


def test_each_address_header_stands_once_and_nobody_else_is_named() -> None:
    mail = parsed(build(delivery_of()))
    names = [name.lower() for name in mail]
    for name in ("to", "from", "reply-to", "date", "message-id", "subject", "mime-version"):
        assert names.count(name) == 1
    assert not {"cc", "bcc"} & set(names)
    assert mail["To"] == "jan@example.org"
    assert mail["From"].addresses[0].display_name == "Réseau Parvis"
    assert mail["From"].addresses[0].addr_spec == "lettre@parvis.example"
    assert mail["Reply-To"] == "redaction@parvis.example"
    assert mail["Date"].datetime.tzinfo


def test_the_message_id_is_the_deliverys_at_every_try() -> None:
    delivery = delivery_of()
    first, second = (parsed(build(delivery))["Message-ID"] for _ in range(2))
    assert first == second == "<1.ab@parvis.example>"


@pytest.mark.parametrize(
    ("kind", "automatic", "bulk"),
    [
        ("account", True, False),
        ("test", False, True),
        ("notice", True, True),
        ("digest", True, True),
        ("issue", False, True),
    ],
)
def test_headers_for_machines_follow_the_kind(kind: str, automatic: bool, bulk: bool) -> None:
    mail = parsed(build(delivery_of(kind=kind)))
    assert (mail["Auto-Submitted"] == "auto-generated") is automatic
    assert (mail["Precedence"] == "bulk") is bulk
    assert (mail["X-Auto-Response-Suppress"] == "All") is bulk


def test_no_header_tells_what_runs_here() -> None:
    content = build(delivery_of())
    assert b"X-Mailer" not in content
    assert b"django" not in content.lower()


def test_values_are_written_for_where_they_stand() -> None:
    content = build(
        delivery_of(
            subject="Bonjour @@name@@",
            html="<p title='@@name@@'>@@name@@</p>",
            text="@@name@@: @@token@@",
            headers=UNSUBSCRIBE,
            values={"name": "Zoë <b> & 'Co'", "token": "a>b, c"},
        )
    )
    assert (
        part(content, "html") == "<p title='Zoë &lt;b&gt; &amp; &#x27;Co&#x27;'>Zoë &lt;b&gt; &amp; &#x27;Co&#x27;</p>"
    )
    assert part(content, "plain") == "Zoë <b> & 'Co': a>b, c"
    mail = parsed(content)
    assert mail["Subject"] == "Bonjour Zoë <b> & 'Co'"
    assert mail["List-Unsubscribe"] == (
        "<https://parvis.example/fr/unsubscribe/a%3Eb%2C%20c/>, <mailto:end+a%3Eb%2C%20c@parvis.example>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert_well_formed(content)


def test_the_unsubscribe_address_stands_on_the_line_of_its_header() -> None:
    content = build(delivery_of(headers=UNSUBSCRIBE, values={"token": "t" * 90}))
    assert b"\r\nList-Unsubscribe: <https://" in content


@pytest.mark.parametrize("values", [{}, {"name": "Zoë"}])
def test_a_mark_without_value_never_leaves(values: dict[str, str]) -> None:
    with pytest.raises(BadMessageError, match="has no value for"):
        build(delivery_of(html="@@name@@ @@token@@", values=values))


def test_erased_words_never_leave() -> None:
    from django.utils import timezone

    with pytest.raises(BadMessageError):
        build(delivery_of(erased_at=timezone.now()))


def test_a_header_longer_than_any_line_never_leaves() -> None:
    with pytest.raises(BadMessageError):
        build(delivery_of(headers=UNSUBSCRIBE, values={"token": "t" * 1000}))


def test_what_people_write_is_not_taken_for_a_mark() -> None:
    content = build(delivery_of(html=without_marks("<p>@@token@@</p>"), values={"token": "secret"}))
    assert "secret" not in part(content, "html")


def test_a_template_serves_many_readers() -> None:
    delivery = delivery_of(html="<p>@@name@@</p>" * 3, values={"name": "Jan"})
    template = Template(delivery.message, dispatch=delivery.dispatch)
    first = template.fill(delivery)
    delivery.tokens = {"name": "An"}
    assert part(first, "html") == "<p>Jan</p>" * 3
    assert part(template.fill(delivery), "html") == "<p>An</p>" * 3


anything = st.text(st.characters(), max_size=60)  # lone surrogates too
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="@\r\x00"), max_size=300)
clean = words.map(lambda text: re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\x85]", "", text))
values = clean.map(lambda text: re.sub(r"[\n\t]", " ", text))


@settings(deadline=None, max_examples=200)
@given(clean, clean, values)
def test_whatever_the_words_the_reader_reads_them(before: str, after: str, value: str) -> None:
    content = build(delivery_of(html="", text=f"{before}@@name@@{after}", values={"name": value}))
    assert part(content, "plain") == f"{before}{value}{after}\n"
    assert_well_formed(content)


@settings(deadline=None, max_examples=200)
@given(anything, anything)
def test_no_value_breaks_out_of_its_header(subject: str, token: str) -> None:
    names = list(
        parsed(build(delivery_of(subject="@@name@@", headers=UNSUBSCRIBE, values={"name": "a", "token": "b"})))
    )
    content = build(delivery_of(subject="@@name@@", headers=UNSUBSCRIBE, values={"name": subject, "token": token}))
    assert list(parsed(content)) == names
    assert_well_formed(content)
