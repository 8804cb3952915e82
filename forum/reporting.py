"""Asking a room's animators to look at a comment, and what comes of it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.errors import AlreadyAnsweredError, AlreadyReportedError, NotAllowedError
from forum.locking import lock_comment
from forum.models import Comment, Notice, Report, RoomMember
from forum.permissions import require_animator, require_reader
from forum.readers import readers_of
from forum.records import record
from forum.telling import tell
from members.models import Member

State = Report.State


def report_comment(comment: Comment, *, by: Member, reason: str, words: str = "") -> Report:
    """Ask the room's animators to look at somebody else's standing words, once while the question is open.

    Raises NotAllowedError, AlreadyReportedError.
    """
    if reason not in Report.REASONS:
        raise NotAllowedError
    try:
        with transaction.atomic():
            current = lock_comment(comment)
            require_reader(current.topic, by)
            if current.user_id == by.pk or current.removed_at:
                raise NotAllowedError
            report = Report.objects.create(comment=current, by=by, reason=reason, words=words)
            _tell_animators(report, reason=Notice.Reason.REPORT)
    except IntegrityError as error:
        raise AlreadyReportedError from error
    return report


def ask_for_a_look(comment: Comment, *, author: Member) -> None:
    """Put somebody's first comment in a room before its animators, where the room wants that.

    Called in the transaction that writes the comment. Animators are trusted from their first word.
    """
    room = comment.topic.room
    if not room.reviews_first_posts:
        return
    earlier = Comment.objects.filter(topic__room=room, user=author).exclude(pk=comment.pk)
    animates = room.memberships.current().filter(member=author, role=RoomMember.Role.ANIMATOR)
    if earlier.exists() or animates.exists():
        return
    report = Report.objects.create(comment=comment, reason=Report.Reason.FIRST_POST)
    _tell_animators(report, reason=Notice.Reason.FIRST_POST)


@transaction.atomic
def dismiss_reports(comment: Comment, *, by: Member, answer: str = "") -> None:
    """Leave a reported comment as it is, with a sentence to who reported it if one is given.

    Raises NotAllowedError, and AlreadyAnsweredError when nothing waits any more.
    """
    current = lock_comment(comment)
    require_animator(current.topic.room, by)
    if not settle_reports(current, state=State.DISMISSED, by=by, answer=answer):
        raise AlreadyAnsweredError
    record(current.topic, "dismiss_report", by=by, comment=current.pk)


def settle_reports(comment: Comment, *, state: str, by: Member | None, answer: str = "") -> int:
    """End all open reports of a comment in one way, and tell who made them; return how many there were.

    Called in the transaction of what ends them, under the comment's lock; the verb that calls has asked for the right.
    """
    waiting = list(comment.reports.filter(state=State.OPEN).select_related("by"))
    _end(waiting, state=state, by=by, answer=answer)
    _tell_reporters(comment, waiting, by=by, answer=answer)
    return len(waiting)


@transaction.atomic
def overturn_reports(comment: Comment, *, by: Member) -> None:
    """Say that a comment stays after all, to those whose reports had it removed. The caller has asked for the right."""
    upheld = list(comment.reports.filter(state=State.UPHELD).select_related("by"))
    _end(upheld, state=State.DISMISSED, by=by, answer="")
    _tell_reporters(comment, upheld, by=by, answer="")


def _end(reports: list[Report], *, state: str, by: Member | None, answer: str) -> None:
    """Move reports to their end; what was told of them and has not been seen is out of date."""
    now, keys = timezone.now(), [report.pk for report in reports]
    Report.objects.filter(pk__in=keys).update(state=state, handled_by=by, handled_at=now, answer=answer)
    Notice.objects.unseen().filter(about__in=map(_about, keys)).delete()


def _tell_reporters(comment: Comment, reports: list[Report], *, by: Member | None, answer: str) -> None:
    """Tell each who reported and may still read the place."""
    reporters = {report.by_id for report in reports if report.by_id}
    readers = set(readers_of(comment.topic).filter(pk__in=reporters).values_list("pk", flat=True)) if reporters else ()
    for report in reports:
        if report.by and report.by_id in readers:
            tell(
                [report.by],
                about=_about(report.pk),
                reason=Notice.Reason.OUTCOME,
                room=comment.topic.room,
                topic=comment.topic,
                comment=comment,
                by=by,
                words=answer,
            )


def _tell_animators(report: Report, *, reason: str) -> None:
    """Tell who can look at it; who wrote the words only if nobody else can, and then not who reported them."""
    comment, room = report.comment, report.comment.topic.room
    rows = room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR).select_related("member")
    animators = [row.member for row in rows]
    others = [member for member in animators if member.pk not in {comment.user_id, report.by_id}]
    tell(
        others or animators,
        about=_about(report.pk),
        reason=reason,
        room=room,
        topic=comment.topic,
        comment=comment,
        by=report.by if others else None,
    )


def _about(pk: int) -> str:
    return f"report:{pk}"
