"""Tells members of something: as a notice on the site, and by mail for who wants that at once."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, CharField, F, Q, Value, When
from django.utils import timezone

from forum.models import Comment, Notice, Room, Topic, TopicGuest
from members.models import Member

Reason = Notice.Reason
_MAILED = (Member.DigestRhythm.NOW, Member.DigestRhythm.DAILY, Member.DigestRhythm.WEEKLY)
# What an unseen notice says of several things that came together; the first is the strongest.
STRENGTH = Notice.OF_COMMENTS
# What concerns the person herself, and stays when a room is closed to her.
PERSONAL = (*Notice.PERSONAL, Reason.INVITED)


@transaction.atomic
def tell(
    members: Iterable[Member],
    *,
    about: str,
    reason: str,
    room: Room | None = None,
    topic: Topic | None = None,
    comment: Comment | None = None,
    by: Member | None = None,
    words: str = "",
    mail: bool = True,
) -> None:
    """Write a notice for each of these members; one that she has not seen yet counts one more instead.

    The caller has asked whether they may know: only readers of the room and of the topic may be told of it. `about`
    names the thing, like "topic:12" or "report:7". Without `mail` it stays on the site (a mail of its own tells).
    """
    now, wanted = timezone.now(), {member.pk: member for member in members if member.is_approved}
    unseen = Notice.objects.unseen().filter(about=about, member__in=wanted)
    more = set(unseen.values_list("member_id", flat=True))
    mailed = [pk for pk in more if _mail(wanted[pk], reason, mail=mail) == Notice.Mail.DUE]
    due = Case(When(mail=Notice.Mail.NONE, member__in=mailed, then=Value(Notice.Mail.DUE)), default="mail")
    if more:
        unseen.update(count=F("count") + 1, changed_at=now, **_stronger(reason, by=by), mail=due)
    shared: dict[str, Any] = {"about": about, "reason": reason, "room": room, "topic": topic, "comment": comment}
    rows = (
        Notice(member=member, by=by, words=words[:300], mail=_mail(member, reason, mail=mail), **shared)
        for pk, member in wanted.items()
        if pk not in more
    )
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def forget_notices(member: Member, room: Room) -> None:
    """End what a room has to tell somebody who leaves or loses it, mails that have not left included.

    What concerns herself stays: the answer to her request, an invitation, the end of her access. So do notices of
    topics that she is a guest of.
    """
    here = Notice.objects.filter(Q(room=room) | Q(topic__room=room), member=member)
    invited = TopicGuest.objects.current().filter(member=member).values("topic")
    here.exclude(reason__in=PERSONAL).exclude(topic__in=invited, topic__isnull=False).delete()


def settle(about: str) -> None:
    """Count a thing as seen by everybody: it is done, and nobody has to look at it any more."""
    Notice.objects.unseen().filter(about=about).update(seen_at=timezone.now())


def _mail(member: Member, reason: str, *, mail: bool) -> str:
    """Comments are mailed to who wants that at once; the digest tells the others by itself. All else is due to
    everybody who gets any mail: at once, or with the next digest.
    """
    rhythms = {Member.DigestRhythm.NOW} if reason in Notice.OF_COMMENTS else set(_MAILED)
    return Notice.Mail.DUE if mail and member.digest in rhythms else Notice.Mail.NONE


def _stronger(reason: str, *, by: Member | None) -> dict[str, Any]:
    """Keep the stronger of two reasons for one notice, and whose it is; others than comments' simply change."""
    if reason not in Notice.OF_COMMENTS:
        return {"reason": reason, "by": by}
    stronger = When(reason__in=STRENGTH[: STRENGTH.index(Reason(reason))], then="reason")
    stays = When(reason__in=STRENGTH[: STRENGTH.index(Reason(reason))], then="by")
    her = Value(by.pk if by else None, output_field=BigIntegerField())
    return {
        "reason": Case(stronger, default=Value(reason), output_field=CharField()),
        "by": Case(stays, default=her, output_field=BigIntegerField()),
    }
