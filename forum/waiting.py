"""What waits for an animator in the rooms that she animates, and what was handled there lately."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from forum.models import Comment, CommentVersion, JoinRequest, Report, Room
from members.models import Member

MOST = 100
LATELY = 30
_COMMENT = ("user__organisation", "organisation", "topic__room__main_theme")


@dataclass(kw_only=True)
class Waiting:
    """One thing to look at: a comment with its open reports, or a request to join."""

    at: datetime
    room: Room
    comment: Comment | None = None
    reports: list[Report] = field(default_factory=list)
    request: JoinRequest | None = None
    is_own: bool = False

    @property
    def is_first_post(self) -> bool:
        """Whether nobody reported it: the room itself wants a look."""
        return all(report.reason == Report.Reason.FIRST_POST for report in self.reports)


@dataclass(kw_only=True)
class Handled:
    """One thing that was looked at: "removed", "deleted" (by its author), "left", "accepted" or "declined"."""

    at: datetime
    outcome: str
    room: Room
    by: Member | None
    words: str = ""
    comment: Comment | None = None
    reports: list[Report] = field(default_factory=list)
    request: JoinRequest | None = None
    kept: CommentVersion | None = None


def waiting_for(member: Member, *, room: Room | None = None) -> list[Waiting]:
    """Return what waits for her, in one room or in all, the oldest first. In two queries."""
    reports = _reports(member, room).open().order_by("comment", "at", "pk")[:MOST]
    rows = [_reported(list(group), member) for _key, group in groupby(reports, key=lambda report: report.comment_id)]
    asked = _requests(member, room).filter(state=JoinRequest.State.OPEN).order_by("asked_at", "pk")[:MOST]
    rows += [Waiting(at=request.asked_at, room=request.room, request=request) for request in asked]
    return sorted(rows, key=lambda row: row.at)


def count_waiting(member: Member, *, room: Room | None = None) -> int:
    """Return how many things wait for her. In two queries."""
    comments = _reports(member, room).open().order_by().values("comment").distinct()
    return comments.count() + _requests(member, room).filter(state=JoinRequest.State.OPEN).count()


def handled_for(member: Member, *, room: Room | None = None) -> list[Handled]:
    """Return what was handled last in the rooms that she animates, the newest first. In four queries."""
    reports = _reports(member, room).exclude(state=Report.State.OPEN).order_by("-handled_at", "comment", "pk")[:MOST]
    by_comment = groupby(reports, key=lambda report: (report.handled_at, report.comment_id))
    rows = [_ended(list(group)) for _key, group in by_comment]
    told = {row.comment.pk for row in rows if row.comment}
    rows += [_removed(comment) for comment in _removed_by_animators(member, room) if comment.pk not in told]
    answered = _requests(member, room).filter(state__in=[JoinRequest.State.ACCEPTED, JoinRequest.State.DECLINED])
    answered = answered.filter(answered_by__isnull=False).order_by("-answered_at")[:LATELY]
    rows += [_answered(request) for request in answered]
    rows = sorted(rows, key=lambda row: row.at, reverse=True)[:LATELY]
    return _with_kept_words(rows)


def _reports(member: Member, room: Room | None) -> Any:
    reports = Report.objects.visible_to(member).select_related(
        "by__organisation", "handled_by", *(f"comment__{path}" for path in _COMMENT)
    )
    return reports.filter(comment__topic__room=room) if room else reports


def _requests(member: Member, room: Room | None) -> "QuerySet[JoinRequest]":
    requests = JoinRequest.objects.filter(room__in=Room.objects.animated_by(member).values("pk"))
    requests = requests.select_related("room__main_theme", "member__organisation", "answered_by")
    return requests.filter(room=room) if room else requests


def _removed_by_animators(member: Member, room: Room | None) -> "QuerySet[Comment]":
    rooms = Room.objects.animated_by(member).values("pk")
    comments = Comment.objects.filter(topic__room__in=rooms, removed_at__isnull=False, moved_to=None)
    comments = comments.exclude(removal_reason="").select_related("removed_by", *_COMMENT)
    return (comments.filter(topic__room=room) if room else comments).order_by("-removed_at")[:LATELY]


def _reported(reports: list[Report], reader: Member) -> Waiting:
    comment = reports[0].comment
    return Waiting(
        at=reports[0].at,
        room=comment.topic.room,
        comment=comment,
        reports=reports,
        is_own=comment.user_id == reader.pk,
    )


def _ended(reports: list[Report]) -> Handled:
    report = reports[0]
    outcome = "left" if report.state == Report.State.DISMISSED else "removed" if report.handled_by_id else "deleted"
    return Handled(
        at=report.handled_at or report.at,
        outcome=outcome,
        room=report.comment.topic.room,
        by=report.handled_by,
        words=report.answer,
        comment=report.comment,
        reports=reports,
    )


def _removed(comment: Comment) -> Handled:
    return Handled(
        at=comment.removed_at or comment.submit_date,
        outcome="removed",
        room=comment.topic.room,
        by=comment.removed_by,
        words=comment.removal_reason,
        comment=comment,
    )


def _answered(request: JoinRequest) -> Handled:
    return Handled(
        at=request.answered_at or request.asked_at,
        outcome=request.state,
        room=request.room,
        by=request.answered_by,
        words=request.answer,
        request=request,
    )


def _with_kept_words(rows: list[Handled]) -> list[Handled]:
    """Give removed comments the words that an animator could put back, once per comment."""
    removed = {row.comment.pk for row in rows if row.comment and row.comment.was_removed_by_animator}
    kept: dict[int, CommentVersion] = {}
    for version in _silent_versions(removed):
        kept[version.comment_id] = version
    for row in rows:
        if row.comment and row.outcome == "removed":
            row.kept = kept.pop(row.comment.pk, None)
    return rows


def _silent_versions(comments: Iterable[int]) -> "QuerySet[CommentVersion]":
    return CommentVersion.objects.filter(comment__in=list(comments), silent=True).order_by("pk")
