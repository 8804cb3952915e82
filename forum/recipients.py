"""Whether a mail of the forum may still leave: asked when it is claimed, and in the moment before it goes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from forum.digests import OUTDATED
from forum.keys import numbers_of
from forum.models import Comment, CommentVersion, Digest, Follow, JoinRequest, Notice, RoomMember, TopicGuest
from forum.news import has_changed, news_of
from members.models import Invitation, Member, Organisation


class DigestCheck:
    """Implements contracts.recipients.RecipientCheck."""

    kind = "digest"

    def refused(self, dispatch_key: str, recipient_keys: Iterable[str]) -> Mapping[str, str]:
        """Refuse who is gone, wants none any more, or would be told what has changed or closed since."""
        digests = Digest.objects.filter(delivery__dispatch__key=dispatch_key).select_related("member")
        by_key = {f"member:{digest.member_id}": digest for digest in digests}
        reasons = {key: _reason(by_key.get(key)) for key in recipient_keys}
        return {key: reason for key, reason in reasons.items() if reason}


class JoinRequestCheck:
    """Implements contracts.recipients.RecipientCheck for the mails about requests to join."""

    kind = "notice"

    def refused(self, dispatch_key: str, recipient_keys: Iterable[str]) -> Mapping[str, str]:
        """Refuse animators who have no more to answer, and anybody who is no member any more; other notices pass."""
        request_key, _colon, step = dispatch_key.rpartition(":")
        if not request_key.startswith("join-request:"):
            return {}
        request = JoinRequest.objects.filter(pk__in=numbers_of([request_key], kind="join-request")).first()
        if request is None or (step == "asked" and request.state != JoinRequest.State.OPEN):
            return dict.fromkeys(recipient_keys, "withdrawn")
        if step == "asked":
            animators = request.room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR)
            welcome = set(animators.values_list("member_id", flat=True))
        else:
            welcome = {request.member_id} if request.member.is_approved else set()
        return dict.fromkeys(set(recipient_keys) - {f"member:{pk}" for pk in welcome}, "inactive")


class NoticeCheck:
    """Implements contracts.recipients.RecipientCheck for the mails of single notices."""

    kind = "notice"

    def refused(self, dispatch_key: str, recipient_keys: Iterable[str]) -> Mapping[str, str]:
        """Refuse who has come back meanwhile, wants no such mail any more, or may no longer read it; others pass."""
        name, _colon, _number = dispatch_key.partition(":")
        if name != "notice":
            return {}
        found = Notice.objects.filter(delivery__dispatch__key=dispatch_key).select_related("member", "delivery")
        by_key = {f"member:{notice.member_id}": _notice_reason(notice) for notice in found}
        reasons = {key: by_key.get(key, "withdrawn") for key in recipient_keys}
        return {key: reason for key, reason in reasons.items() if reason}


def _notice_reason(notice: Notice) -> str:
    member, reason = notice.member, ""
    if not member.is_approved:
        return "inactive"
    if notice.seen_at:
        return "seen"
    urgent = notice.reason in Notice.URGENT and member.digest != Member.DigestRhythm.NEVER
    if (member.digest != Member.DigestRhythm.NOW and not urgent) or _is_muted(notice):
        reason = "unsubscribed"
    elif not Notice.objects.visible_to(member).filter(pk=notice.pk).exists():
        reason = "unreadable"
    elif has_changed(notice):
        reason = OUTDATED
    elif notice.comment_id and not news_of(notice):
        reason = "seen"
    return reason


def _is_muted(notice: Notice) -> bool:
    if notice.reason not in Notice.OF_COMMENTS or notice.reason == Notice.Reason.MENTION:
        return False
    return Follow.objects.filter(member=notice.member_id, topic=notice.topic_id, level=Follow.Level.MUTE).exists()


# What a mail about somebody's access is about, by the first word of its key: it leaves only while that still stands.
_STANDING: dict[str, Callable[[], QuerySet[Any]]] = {
    "topic-guest": TopicGuest.objects.current,
    "invitation": lambda: Invitation.objects.filter(accepted_at__isnull=False),
    "organisation": lambda: Organisation.objects.filter(standing=Organisation.Standing.FORMER),
}


class AccessCheck:
    """Implements contracts.recipients.RecipientCheck for the mails that tell people of their own access."""

    kind = "notice"

    def refused(self, dispatch_key: str, recipient_keys: Iterable[str]) -> Mapping[str, str]:
        """Refuse what is no longer so: a guest who was ended, an organisation that came back, a closed account."""
        subject = ":".join(dispatch_key.split(":")[:2])
        kind = subject.partition(":")[0]
        if kind not in _STANDING:
            return {}
        if not _STANDING[kind]().filter(pk__in=numbers_of([subject], kind=kind)).exists():
            return dict.fromkeys(recipient_keys, "withdrawn")
        told = Member.objects.filter(pk__in=numbers_of(recipient_keys, kind="member"))
        welcome = {f"member:{member.pk}" for member in told if member.is_approved}
        return dict.fromkeys(set(recipient_keys) - welcome, "inactive")


def _reason(digest: Digest | None) -> str:
    if digest is None:
        return "withdrawn"
    if not digest.member.is_approved:
        return "inactive"
    if digest.member.digest == Member.DigestRhythm.NEVER:
        return "unsubscribed"
    told = set(digest.items.values_list("comment_id", flat=True))
    readable = set(
        Comment.objects.visible_to(digest.member).standing().filter(pk__in=told).values_list("pk", flat=True)
    )
    if not readable:
        return "unreadable"
    # A room that closed, words taken back or corrected: write it anew from what stands now.
    edited = CommentVersion.objects.filter(comment__in=told, replaced_at__gt=digest.written_at)
    return OUTDATED if readable != told or edited.exists() else ""
