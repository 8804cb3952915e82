"""Fills the demo with what animators have to look at, and what they have decided."""

from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from config.demo.texts import Table, tables
from forum.comments import remove_comment
from forum.models import Comment, Report, Room, Topic
from forum.reporting import ask_for_a_look, dismiss_reports, report_comment
from forum.topics import feature_topic
from members.models import Member

# A room that wants to look at first messages, and whose first message of this week waits.
CAREFUL_ROOM, NEWCOMER = "mediation", "hilde.vanroelen@tolkendienst.parvis.example"


def fill_moderation(rooms: dict[str, Room], members: dict[str, Member]) -> None:
    """Reports that wait and reports that were handled, a first message, topics put forward, times of first answers."""
    for row in tables("moderation.toml", "report"):
        _report(row, members)
    for row in tables("moderation.toml", "featured"):
        feature_topic(Topic.objects.select_related("room").get(title__startswith=row["topic"]), by=members[row["by"]])
    room = rooms[CAREFUL_ROOM]
    room.reviews_first_posts = True
    room.save()
    first = Comment.objects.select_related("topic__room").filter(topic__room=room, user=members[NEWCOMER]).first()
    if first:
        ask_for_a_look(first, author=members[NEWCOMER])
        Report.objects.filter(comment=first).update(at=first.submit_date)
    _time_first_answers()


def _report(row: Table, members: dict[str, Member]) -> None:
    comment = Comment.objects.select_related("topic__room").get(
        topic__title__startswith=row["topic"], position=row["position"]
    )
    report = report_comment(comment, by=members[row["by"]], reason=row["reason"], words=row["words"])
    if "outcome" in row:
        by = members[row["handled_by"]]
        if row["outcome"] == "removed":
            remove_comment(comment, by=by, reason=row["answer"])
        else:
            dismiss_reports(comment, by=by, answer=row["answer"])
        handled = timezone.now() - timedelta(hours=row["handled_hours_ago"])
        Report.objects.filter(pk=report.pk).update(handled_at=handled)
        Comment.objects.filter(pk=comment.pk, removed_at__isnull=False).update(removed_at=handled)
    Report.objects.filter(pk=report.pk).update(at=timezone.now() - timedelta(hours=row["hours_ago"]))


def _time_first_answers() -> None:
    others = Comment.objects.filter(topic=OuterRef("pk"), position__gt=1).exclude(
        Q(user__isnull=False) & Q(user=F("topic__author"))
    )
    Topic.objects.update(first_answer_at=Subquery(others.order_by("position").values("submit_date")[:1]))
