"""What the clock reminds of: comments that a member kept for a day, questions that nobody has answered."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from forum.models import Comment, Kept, Notice, RoomMember, Topic
from forum.telling import tell

HOUR = 7
PROMISE = 5  # working days
# What was asked before that is history, also for a room that gets its first animator today.
LOOK_BACK = timedelta(days=60)


def remind(now: datetime | None = None) -> int:
    """Write the reminders whose day has come, from 7:00 in Brussels; return how many. A kept comment reminds once."""
    local = (now or timezone.now()).astimezone(ZoneInfo(settings.TIME_ZONE))
    last = local.date() if local.hour >= HOUR else local.date() - timedelta(days=1)
    due = Kept.objects.filter(remind_on__lte=last, reminded_at=None)
    return sum(_remind(kept) for kept in due.select_related("member", "comment__topic__room"))


def tell_unanswered(now: datetime | None = None) -> int:
    """Tell animators, once per topic, of questions and needs that stay without an answer; return of how many."""
    before = working_days_ago(PROMISE, now=now or timezone.now())
    name = Concat(Value("unanswered:"), Cast(OuterRef("pk"), CharField()))
    told = Notice.objects.filter(topic=OuterRef("pk"), about=name)
    waiting = Topic.objects.filter(
        ~Exists(told),
        kind__in=[Topic.Kind.QUESTION, Topic.Kind.NEED],
        state=Topic.State.OPEN,
        first_answer_at=None,
        created_at__range=(before - LOOK_BACK, before),
    )
    return sum(_tell_animators(topic) for topic in waiting.select_related("room"))


def working_days_ago(number: int, *, now: datetime) -> datetime:
    """Return the same hour so many working days (Monday to Friday) earlier."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    day = local.date()
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < 5
    return datetime.combine(day, time(local.hour, local.minute, local.second), tzinfo=local.tzinfo)


@transaction.atomic
def _remind(kept: Kept) -> bool:
    """Remind of one comment, if she may still read it; either way it is done."""
    if not Kept.objects.filter(pk=kept.pk, reminded_at=None).update(reminded_at=timezone.now()):
        return False
    comment = kept.comment
    if not Comment.objects.visible_to(kept.member).standing().filter(id=comment.pk).exists():
        return False
    topic = comment.topic
    about, reason = f"kept:{kept.pk}", Notice.Reason.REMINDER
    tell([kept.member], about=about, reason=reason, room=topic.room, topic=topic, comment=comment, words=kept.note)
    return True


@transaction.atomic
def _tell_animators(topic: Topic) -> bool:
    animators = topic.room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR).exclude(member=topic.author_id)
    members = [membership.member for membership in animators.select_related("member")]
    about, reason = f"unanswered:{topic.pk}", Notice.Reason.UNANSWERED
    tell(members, about=about, reason=reason, room=topic.room, topic=topic, comment=topic.comments.first())
    return bool(members)
