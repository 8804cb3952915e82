"""Tells the demo's people what was written last, as a worker would have done, so that their lists are not empty."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from forum.models import Comment, Notice, Untold
from forum.spreading import tell_of

DAYS = timedelta(days=10)


def fill_notices() -> int:
    """Turn the comments of the last days into notices, dated as their comments; return how many."""
    recent = Comment.objects.filter(submit_date__gt=timezone.now() - DAYS).order_by("submit_date")
    for comment in recent:
        tell_of(Untold.objects.create(comment=comment).pk)
        mine = Notice.objects.filter(about=f"topic:{comment.topic_id}", changed_at__gte=F("topic__last_activity_at"))
        mine.update(created_at=comment.submit_date, changed_at=comment.submit_date)
    # Nobody is mailed of what happened before the site stood.
    return Notice.objects.update(mail=Notice.Mail.NONE)
