"""Tells members of something: as a notice on the site, and by mail for who wants that at once."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone

from forum.models import Comment, Notice, Room, Topic, TopicGuest
from members.models import Member

Reason = Notice.Reason
# What an unseen notice says of several things that came together; the first is the strongest.
STRENGTH = (Reason.MENTION, Reason.ANSWER, Reason.MINE, Reason.FOLLOWED)
# What concerns the person herself, and stays when a room is closed to her.
PERSONAL = (Reason.ANSWERED, Reason.ENDING, Reason.INVITED)


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
    unseen.update(count=F("count") + 1, changed_at=now, reason=_stronger(reason))
    shared: dict[str, Any] = {"about": about, "reason": reason, "room": room, "topic": topic, "comment": comment}
    rows = (
        Notice(member=member, by=by, words=words[:300], mail=_mail(member, mail), **shared)
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


def _mail(member: Member, mail: bool) -> str:  # noqa: FBT001  the caller's own
    return Notice.Mail.DUE if mail and member.digest == Member.DigestRhythm.NOW else Notice.Mail.NONE


def _stronger(reason: str) -> Any:
    """Keep the stronger of two reasons for one notice; others than those of discussions simply change."""
    if reason not in STRENGTH:
        return Value(reason)
    stronger = STRENGTH[: STRENGTH.index(Reason(reason))]
    return Case(When(reason__in=stronger, then="reason"), default=Value(reason), output_field=CharField())
