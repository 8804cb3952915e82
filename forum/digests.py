"""Writes each member's digest when its hour has come: once per period, never empty, no comment twice."""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from forum.gathering import ToldRoom, gather, other_notices
from forum.mails import compose
from forum.models import Digest, DigestItem, Notice, Room, Topic
from forum.wording import address_of_notice, carried_words, sentence, subject_of
from members.models import Member
from outbox.models import Delivery, Dispatch, Message
from outbox.writing import deliver, open_dispatch

logger = logging.getLogger(__name__)

HOUR = 7
# A site that stood still, or a reader who chose another rhythm, misses nothing of these days.
LOOK_BACK = timedelta(days=14)
OUTDATED = "outdated"
_SALT = "forum.digest"
Rhythm = Member.DigestRhythm


def write_due_digests(now: datetime | None = None) -> int:
    """Write the digests that are due now and not written yet; return how many mails that makes.

    A digest that was refused because what it told has changed since is written anew.
    """
    now = now or timezone.now()
    written = sum(_safely(digest.member, digest.period, now, again=digest) for digest in _refused(now))
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        if period := due_period(rhythm, now=now):
            written += sum(_safely(member, period, now) for member in _waiting(rhythm, period))
    return written


def due_period(rhythm: str, *, now: datetime) -> str:
    """Return the period whose digest may be written at this moment, or "".

    Daily: "2026-11-20", on working days; weekly: "2026-W47", on Mondays; from 7:00 in Brussels to midnight, so that
    a site that was down at 7:00 catches up, and who changes her rhythm at noon on another day is not surprised.
    """
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.hour < HOUR:
        return ""
    if rhythm == Rhythm.DAILY and local.weekday() < 5:
        return local.date().isoformat()
    if rhythm == Rhythm.WEEKLY and local.weekday() == 0:
        year, week, _day = local.isocalendar()
        return f"{year}-W{week:02}"
    return ""


@transaction.atomic
def write_digest(member: Member, *, period: str, now: datetime, again: Digest | None = None) -> Digest | None:
    """Write one member's digest: its delivery and the list of what it tells stand or fall together.

    Returns None when it was written before, or when there is nothing to tell (then the period counts as done).
    """
    digest, is_new = (again, True) if again else Digest.objects.get_or_create(member=member, period=period)
    if not is_new:
        return None
    round_of = f":after-{again.delivery_id}" if again else ""
    if again:
        again.items.all().delete()
        Notice.objects.unseen().filter(delivery=again.delivery).update(mail=Notice.Mail.DUE)
    rooms, notices = gather(member, since=now - LOOK_BACK), list(other_notices(member, since=now - LOOK_BACK))
    key = f"digest:{period}:member:{member.pk}{round_of}"
    delivery = _deliver(digest, rooms, notices, key=key) if rooms or notices else None
    digest.delivery, digest.written_at = delivery, now
    digest.save(update_fields=["delivery", "written_at"])
    if delivery is None:
        return None
    told = [comment for room in rooms for comment in room.comments]
    DigestItem.objects.bulk_create(DigestItem(digest=digest, member=member, comment=comment) for comment in told)
    mailed = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    mailed.update(mail=Notice.Mail.WRITTEN, delivery=delivery)
    return digest


def stop_token(member: Member, *, topic: Topic | None = None) -> str:
    """Return what lets whoever holds the mail change its rhythm, mute its topic, and nothing else."""
    return signing.dumps([member.pk, topic.pk] if topic else member.pk, salt=_SALT)


def member_of(token: str) -> tuple[Member | None, int | None]:
    """Return whose token this is, or None, and the key of the topic that its mail was about."""
    try:
        signed = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None, None
    pk, topic = signed if isinstance(signed, list) else (signed, None)
    welcome = [Member.State.APPROVED, Member.State.GUEST]
    return Member.objects.filter(pk=pk, state__in=welcome).first(), topic


def change_rhythm(member: Member, *, rhythm: str) -> None:
    """Choose how often the digest comes, from the next one on."""
    Member.objects.filter(pk=member.pk).update(digest=Rhythm(rhythm))


def _refused(now: datetime) -> list[Digest]:
    skipped = Digest.objects.filter(
        delivery__state=Delivery.State.SKIPPED, delivery__reason=OUTDATED, written_at__gt=now - timedelta(days=1)
    )
    return list(skipped.select_related("member__organisation"))


def _waiting(rhythm: str, period: str) -> list[Member]:
    approved = Member.objects.filter(state__in=[Member.State.APPROVED, Member.State.GUEST], digest=rhythm)
    return list(approved.exclude(digests__period=period).order_by("pk"))


def _safely(member: Member, period: str, now: datetime, *, again: Digest | None = None) -> bool:
    """Keep one digest that cannot be written from stopping all others; it is tried again at the next round."""
    try:
        return write_digest(member, period=period, now=now, again=again) is not None
    except Exception:
        logger.exception("The digest %s of member %s could not be written.", period, member.pk)
        return False


def _deliver(digest: Digest, rooms: list[ToldRoom], notices: list[Notice], *, key: str) -> Delivery | None:
    member = digest.member
    dispatch, _is_new = open_dispatch(kind=Dispatch.Kind.DIGEST, key=key)
    delivery = deliver(
        dispatch,
        message=_message(member, rooms, notices),
        address=member.email,
        language=member.language,
        recipient_key=f"member:{member.pk}",
        tokens={"token": stop_token(member)},
    )
    return delivery if delivery and delivery.state == Delivery.State.PENDING else None


def _message(member: Member, rooms: list[ToldRoom], notices: list[Notice]) -> Message:
    with translation.override(member.language):
        count = sum(room.count for room in rooms)
        subject = ngettext("%(count)d new message in your rooms", "%(count)d new messages in your rooms", count)
        if not count:
            count = len(notices)
            subject = ngettext("%(count)d thing waits for you", "%(count)d things wait for you", count)
        others = [(_told(notice), settings.SITE_URL + address_of_notice(notice)) for notice in notices]
        stop_url = settings.SITE_URL + reverse("digest_rhythm", args=["TOKEN"])
    return compose(
        "digest",
        language=member.language,
        subject=subject % {"count": count},
        context={
            "member": member,
            "rooms": rooms,
            "others": others,
            "stop_url": stop_url.replace("TOKEN", "[[token]]"),
        },
        tokens=["token"],
        headers={
            # RFC 8058: a mail program unsubscribes by POST to this address, without asking.
            "List-Unsubscribe": f"<{stop_url.replace('TOKEN', '@@token@@')}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _told(notice: Notice) -> tuple[str, str, str]:
    """Say a notice, name its thing and give its words, as far as the room lets them travel by mail."""
    in_mail = notice.room.in_mail if notice.room else Room.InMail.TEXT
    thing = notice.room.name if notice.room and in_mail == Room.InMail.NOTHING else subject_of(notice)
    return sentence(notice, naming=in_mail == Room.InMail.TEXT), thing, carried_words(notice)
