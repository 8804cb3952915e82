"""Writes the mails of notices for who wants them at once: one per thing, until she comes back."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forum.digests import OUTDATED, stop_token
from forum.mails import compose
from forum.models import Comment, Notice, Room
from forum.news import news_of
from forum.replying import reply_address
from forum.wording import address_of_notice, carried_words, sentence
from members.models import Member
from outbox.delivering import mail_domain
from outbox.models import Delivery, Dispatch, Message
from outbox.writing import deliver, open_dispatch

logger = logging.getLogger(__name__)

# Time for an author's second thought, for a burst to become one mail, and for who is on the site to read it there.
PAUSE = timedelta(minutes=2)
BATCH = 200
# A site that stood still does not write of what is long past; the list on the site has it.
LOOK_BACK = timedelta(days=3)
Mail = Notice.Mail


def write_due_mails(now: datetime | None = None) -> int:
    """Write the mails that are due; return how many. One that was refused because its words changed is written anew."""
    now = now or timezone.now()
    _refused(now).update(mail=Mail.DUE)
    return sum(_safely(pk) for pk in _due(now).order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def write_mail(notice: Notice) -> Delivery | None:
    """Write the mail of one notice, at most once; None when there is nothing to write of any more.

    Rights are asked here, when it is claimed, just before it leaves, and when its links are opened.
    """
    claimed = Notice.objects.unseen().filter(pk=notice.pk, mail=Mail.DUE).update(mail=Mail.NONE)
    if not claimed or not Notice.objects.visible_to(notice.member).filter(pk=notice.pk).exists():
        return None
    comments = news_of(notice)
    if notice.comment_id and not comments:
        return None
    delivery = _deliver(notice, comments)
    Notice.objects.filter(pk=notice.pk).update(mail=Mail.WRITTEN, delivery=delivery)
    return delivery


def _due(now: datetime) -> "QuerySet[Notice]":
    at_once = Q(member__digest=Member.DigestRhythm.NOW)
    urgent = Q(reason__in=Notice.URGENT) & ~Q(member__digest=Member.DigestRhythm.NEVER)
    settled = Q(created_at__lte=now - PAUSE) | ~Q(reason__in=Notice.OF_COMMENTS)
    welcome = Q(member__state__in=[Member.State.APPROVED, Member.State.GUEST])
    return Notice.objects.unseen().filter(
        at_once | urgent, settled, welcome, mail=Mail.DUE, changed_at__gt=now - LOOK_BACK
    )


def _refused(now: datetime) -> "QuerySet[Notice]":
    outdated = {"delivery__state": Delivery.State.SKIPPED, "delivery__reason": OUTDATED}
    at_once = Q(delivery__dispatch__kind=Dispatch.Kind.NOTICE)
    return Notice.objects.unseen().filter(at_once, mail=Mail.WRITTEN, changed_at__gt=now - LOOK_BACK, **outdated)


def _safely(pk: int) -> bool:
    """Keep one mail that cannot be written from stopping all others; it is tried again at the next look."""
    notices = Notice.objects.select_related("member__organisation", "room", "topic", "comment", "by")
    try:
        notice = notices.filter(pk=pk).first()
        return notice is not None and write_mail(notice) is not None
    except Exception:
        logger.exception("The mail of notice %s could not be written.", pk)
        return False


def _deliver(notice: Notice, comments: list[Comment]) -> Delivery | None:
    member = notice.member
    again = f":after-{notice.delivery_id}" if notice.delivery_id else ""
    dispatch, _is_new = open_dispatch(
        kind=Dispatch.Kind.NOTICE,
        key=f"notice:{notice.pk}{again}",
        reply_to=reply_address(member, notice.topic) if notice.topic else "",
    )
    return deliver(
        dispatch,
        message=_message(notice, comments),
        address=member.email,
        language=member.language,
        recipient_key=f"member:{member.pk}",
        tokens={"token": stop_token(member, topic=notice.topic)},
    )


def _message(notice: Notice, comments: list[Comment]) -> Message:
    member, room, topic = notice.member, notice.room, notice.topic
    in_mail = room.in_mail if room else Room.InMail.TITLE
    with translation.override(member.language):
        stop_url = settings.SITE_URL + reverse("digest_rhythm", args=["TOKEN"])
        said = sentence(notice, naming=in_mail == Room.InMail.TEXT)
        context = {
            "notice": notice,
            "room": room,
            "topic": topic if in_mail != Room.InMail.NOTHING else None,
            "comments": comments if in_mail == Room.InMail.TEXT else [],
            "count": len(comments) if notice.reason in Notice.OF_COMMENTS else 0,
            "in_mail": in_mail,
            "words": carried_words(notice),
            "sentence": said,
            "url": settings.SITE_URL + address_of_notice(notice),
            "can_reply": bool(topic and reply_address(member, topic)),
            "stop_url": stop_url.replace("TOKEN", "[[token]]"),
        }
        subject = _subject(notice, said, in_mail=in_mail)
    return compose(
        "notice",
        language=member.language,
        subject=subject,
        context=context,
        tokens=["token"],
        headers=_headers(notice, stop_url.replace("TOKEN", "@@token@@")),
    )


def _subject(notice: Notice, said: str, *, in_mail: str) -> str:
    """Say what happened and where; of a room whose words do not travel, only that there is something new."""
    room, topic = notice.room, notice.topic
    if topic and in_mail != Room.InMail.NOTHING:
        return _("%(sentence)s: “%(title)s”") % {"sentence": said, "title": topic.title}
    if room and in_mail == Room.InMail.NOTHING and notice.topic:
        return _("Something for you in the room “%(room)s”") % {"room": room.name}
    return _("%(sentence)s (%(room)s)") % {"sentence": said, "room": room.name} if room else said


def _headers(notice: Notice, stop_url: str) -> dict[str, str]:
    headers = {
        # RFC 8058: a mail program unsubscribes by POST to this address, without asking.
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if notice.topic_id:
        # Nobody has this mail: it is the common root under which mail programs put a topic's mails together.
        headers["In-Reply-To"] = headers["References"] = f"<topic.{notice.topic_id}@{mail_domain()}>"
    return headers
