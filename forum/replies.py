"""Answers that come by mail: they become comments at once, after the member's click, or a mail that says why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from contracts.inbound import Mail, Outcome, Reason
from forum.attaching import attach, place
from forum.comments import add_comment
from forum.errors import FileRefusedError, ForumError, NotAllowedError, TopicClosedError
from forum.models import Attachment, Comment, Topic
from forum.reply_mails import LONGEST_WORDS, ask_for_a_click, tell_left_out, tell_refusal
from forum.replying import ReplyAddress, is_reply_address, read_address
from inbox.models import Received
from inbox.reading import read
from inbox.settling import confirm, refuse
from inbox.tidying import CONFIRMABLE
from languages.guessing import guess
from members.models import Member
from richtext.cleaning import from_plain_text

ROUTE = "reply"
_NAMESPACE = UUID("6f0d6c1e-6a0e-4d4c-9f0b-0b6f4a1f6d55")


class RefusedError(ForumError):
    """This answer cannot be placed; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A comment that came by mail, and the files that were not taken, each with the reason in a sentence."""

    comment: Comment
    left_out: tuple[str, ...] = ()


class ReplyRoute:
    """Implements contracts.inbound.InboundRoute."""

    name = ROUTE

    def takes(self, recipient: str) -> bool:
        """Take what looks like an address for answers, forged ones included."""
        return is_reply_address(recipient)

    def handle(self, mail: Mail) -> Outcome:
        """Place the answer, ask its member for a click, or tell her why not; strangers never get a mail."""
        address = read_address(mail.recipient)
        if address is None:
            return Outcome(state="refused", reason="forged_address")
        member = Member.objects.filter(pk=address.member).first()
        if member is None or not member.is_approved:
            return Outcome(state="refused", reason="inactive")
        if not (mail.is_authentic and _is_hers(mail.sender, member)):
            return _wait(mail, address, member)
        return _place_or_tell(mail, address, member)

    def readable(self, recipients: Iterable[str], reader: Any) -> set[str]:
        """Return those whose topic this person may read, and her own; never of who speaks there without her name."""
        addresses = {recipient: read_address(recipient) for recipient in recipients}
        topics = {address.topic for address in addresses.values() if address}
        visible = set(Topic.objects.visible_to(reader).filter(pk__in=topics).values_list("pk", flat=True))
        unnamed = Comment.objects.filter(topic__in=visible).exclude(anonymous_as="").order_by()
        hidden = set(unnamed.values_list("user_id", "topic_id"))
        return {
            recipient
            for recipient, address in addresses.items()
            if address
            and (
                address.member == reader.pk
                or (address.topic in visible and (address.member, address.topic) not in hidden)
            )
        }


def waiting_answer(number: int, *, member: Member) -> tuple[Received, Mail]:
    """Return an answer that waits for this member's click. Raises NotAllowedError when none of hers does."""
    fresh = Q(handled_at__gt=timezone.now() - CONFIRMABLE)
    received = Received.objects.filter(fresh, pk=number, route=ROUTE, state=Received.State.WAITING).first()
    address = read_address(received.recipient) if received else None
    if received is None or address is None or address.member != member.pk:
        raise NotAllowedError
    return received, read(received)


def topic_of(mail: Mail, *, reader: Member) -> Topic | None:
    """Return the topic that a mail answers, if this person may read it now."""
    address = read_address(mail.recipient)
    return Topic.objects.visible_to(reader).select_related("room").filter(pk=address.topic).first() if address else None


def publish_answer(received: Received, *, by: Member) -> Placed:
    """Place an answer that waited, in the name of who confirms it. Raises NotAllowedError, RefusedError."""
    current, mail = waiting_answer(received.pk, member=by)
    address = read_address(mail.recipient)
    if address is None:
        raise NotAllowedError
    placed = _place(mail, address, by)
    confirm(current)
    return placed


def discard_answer(received: Received, *, by: Member) -> None:
    """Take an answer that waited as not wanted. Raises NotAllowedError."""
    current, _mail = waiting_answer(received.pk, member=by)
    refuse(current, "discarded")


def _wait(mail: Mail, address: ReplyAddress, member: Member) -> Outcome:
    """Let it wait for the member's click, if there is anything that she could publish."""
    if not address.is_good(mail.arrived_at):
        return Outcome(state="refused", reason="expired")
    if mail.too_large or not (mail.words or mail.files):
        return Outcome(state="refused", reason="too_large" if mail.too_large else "empty")
    if not ask_for_a_click(mail, member=member):
        return Outcome(state="refused", reason="too_many")
    return Outcome(state="waiting", reason="unverified")


def _place_or_tell(mail: Mail, address: ReplyAddress, member: Member) -> Outcome:
    try:
        with translation.override(member.language):
            placed = _place(mail, address, member)
    except RefusedError as refused:
        tell_refusal(mail, member=member, reason=refused.reason)
        return Outcome(state="refused", reason=refused.reason)
    if placed.left_out:
        tell_left_out(mail, member=member, comment=placed.comment, left_out=placed.left_out)
    return Outcome(state="done")


def _place(mail: Mail, address: ReplyAddress, member: Member) -> Placed:
    """Write the comment, once for each mail. Raises RefusedError."""
    token = uuid5(_NAMESPACE, f"{member.pk}:{address.topic}:{mail.message_id}")
    if written := Comment.objects.filter(client_token=token, user=member).first():
        return Placed(comment=written)
    topic = Topic.objects.visible_to(member).filter(pk=address.topic).first()
    if reason := _refusal(mail, address, topic):
        raise RefusedError(reason)
    assert topic is not None  # noqa: S101  _refusal has seen to it
    attachments, left_out = _attached(mail, member)
    words = mail.words or "\n".join(file.name for file in mail.files)
    try:
        with transaction.atomic():
            comment = add_comment(
                topic,
                author=member,
                body_html=as_html(words),
                language=guess(words, member.language),
                client_token=token,
            )
            place(attachments, comment=comment)
    except TopicClosedError as error:
        raise RefusedError("closed") from error
    except NotAllowedError as error:
        raise RefusedError("forbidden") from error
    return Placed(comment=comment, left_out=left_out)


def _refusal(mail: Mail, address: ReplyAddress, topic: Topic | None) -> Reason:
    if topic is None:
        return "forbidden"
    if not address.is_good(mail.arrived_at):
        return "expired"
    if mail.too_large or len(mail.words) > LONGEST_WORDS:
        return "too_large"
    if topic.state == Topic.State.CLOSED:
        return "closed"
    return "" if mail.words or mail.files else "empty"


def _attached(mail: Mail, member: Member) -> tuple[list[Attachment], tuple[str, ...]]:
    """Take the files that may be taken, as her own until they are placed; say why of the others."""
    taken: list[Attachment] = []
    left_out: list[str] = []
    for file in mail.files:
        upload = SimpleUploadedFile(file.name, file.content, content_type=file.content_type)
        try:
            taken += attach([upload], by=member)
        except FileRefusedError as error:
            left_out.append(str(error))
    return taken, tuple(left_out)


def _is_hers(sender: str, member: Member) -> bool:
    return bool(sender) and member.emailaddress_set.filter(email__iexact=sender, verified=True).exists()


def as_html(words: str) -> str:
    """Return plain words as a comment's HTML; lines that open with “>” are a quotation."""
    parts = []
    for is_quoted, lines in groupby(words.split("\n"), key=lambda line: line.startswith(">")):
        text = from_plain_text("\n".join(line.lstrip("> ") if is_quoted else line for line in lines))
        parts.append(f"<blockquote>{text}</blockquote>" if is_quoted and text else text)
    return "".join(parts)
