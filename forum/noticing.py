"""What a member does with her notices: looks at them, counts them, has seen them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from forum.models import Notice, Room, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet

# More than this is not worth counting: the frame shows “99+”.
MOST = 100
# What was seen so long ago is no news; what was never seen by then never will be.
KEPT = timedelta(days=180)


def notices_of(member: Any) -> "QuerySet[Notice]":
    """Return the last notice of each thing that she may still read, what is new first."""
    mine = Notice.objects.visible_to(member).last_of_each()
    return mine.select_related("room__main_theme", "topic", "comment", "by").order_by("-changed_at", "-pk")


def unseen_count(member: Any) -> int:
    """Count what waits for her, up to MOST. Implements contracts.waiting.WaitingCount."""
    unseen = Notice.objects.visible_to(member).unseen().order_by()
    return unseen.values("pk")[:MOST].count()


def with_notices(topics: "QuerySet[Topic]", *, reader: Any) -> "QuerySet[Topic]":
    """Add `has_notice`: whether the topic has something to tell her, so that a page without news writes nothing."""
    told = Notice.objects.unseen().read_in_topic().filter(member=reader, topic=OuterRef("pk"))
    return topics.annotate(has_notice=Exists(told))


def see_notice(notice: Notice) -> None:
    """Count one thing as seen."""
    Notice.objects.unseen().filter(member=notice.member_id, about=notice.about).update(seen_at=timezone.now())


def see_all(member: Any) -> None:
    """Count everything as seen."""
    Notice.objects.unseen().filter(member=member).update(seen_at=timezone.now())


def see_topic(topic: Topic, *, reader: Any) -> None:
    """Count as seen what a topic has to tell: she has opened it."""
    told = Notice.objects.unseen().read_in_topic().filter(member=reader, topic=topic)
    told.update(seen_at=timezone.now())


def see_room(room: Room, *, reader: Any) -> None:
    """Count as seen what is new in the topics of a room: she has marked it as read."""
    told = Notice.objects.unseen().filter(member=reader, topic__room=room, reason__in=Notice.OF_COMMENTS)
    told.update(seen_at=timezone.now())


def forget_old() -> int:
    """Drop old notices, seen or not; return how many."""
    count, _by_model = Notice.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()
    return count
