"""Planning a room's meetings, changing and cancelling them; its members are told."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contracts.announcing import announce
from forum.errors import NotAllowedError
from forum.keys import meeting_key
from forum.models import Attachment, Meeting, Room, Topic
from forum.permissions import may_animate, require_animator
from forum.records import record
from forum.series import distance, moved, starts_of
from forum.telling_of_meetings import tell_of
from members.models import Member
from richtext.cleaning import clean

# What all meetings of a series share; agenda, minutes and files belong to one of them.
SHARED = ("title_fr", "title_nl", "place", "link")
# A change of these is told to the members; words that grow, like the minutes, are not.
TOLD = (*SHARED, "starts_at", "ends_at")


@transaction.atomic
def plan_meeting(
    room: Room,
    *,
    by: Member,
    starts_at: datetime,
    ends_at: datetime,
    title_fr: str = "",
    title_nl: str = "",
    place: str = "",
    link: str = "",
    agenda_html: str = "",
    topic: Topic | None = None,
    rhythm: str = "",
    times: int | None = None,
    until: date | None = None,
) -> Meeting:
    """Plan a meeting, or with a rhythm a series of them, and tell the room's members; return the first one.

    Animators plan; so does the author of a topic of this room out of which the meeting comes (a date poll).
    A series has `times` meetings, or goes on `until` a day. Raises NotAllowedError.
    """
    _require_planner(room, by, topic)
    starts = starts_of(starts_at, rhythm=rhythm, times=times, until=until) if rhythm else [starts_at]
    words = {"title_fr": title_fr, "title_nl": title_nl, "place": place, "link": link}
    shared = words | {"room": room, "by": by, "topic": topic, "agenda_html": clean(agenda_html)}
    series = uuid4() if len(starts) > 1 else None
    length = distance(starts_at, ends_at)
    meetings = Meeting.objects.bulk_create(
        Meeting(starts_at=start, ends_at=moved(start, by=length), series=series, **shared) for start in starts
    )
    announce(*map(meeting_key, meetings))
    record(room, "plan_meeting", by=by, meeting=meetings[0].pk)
    tell_of(meetings[0], by=by, others=len(meetings) - 1)
    return meetings[0]


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    by: Member,
    whole_series: bool = False,
    removed_files: Iterable[Attachment] = (),
    **values: Any,
) -> None:
    """Change a meeting; with `whole_series`, hours, title, place and link of those after it in its series too.

    `values` are columns: title_fr, title_nl, starts_at, ends_at, place, link, agenda_html, minutes_html.
    Members are told of another title, time, place or link. Raises NotAllowedError.
    """
    require_animator(meeting.room, by)
    before = {name: getattr(meeting, name) for name in TOLD}
    for name in {"agenda_html", "minutes_html"} & set(values):
        values[name] = clean(values[name])
    after = _following(meeting) if whole_series else []
    told = [name for name in TOLD if name in values and values[name] != before[name]]
    _write(meeting, **values)
    if told:
        for other in after:
            _write(other, **_moved_along(other, before=before, now=meeting, names=told))
    for file in meeting.attachments.filter(pk__in=[each.pk for each in removed_files]):
        file.delete()
    record(meeting.room, "change_meeting", by=by, meeting=meeting.pk)
    if told and meeting.ends_at > timezone.now():
        tell_of(meeting, by=by, others=len(after))


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Member, whole_series: bool = False) -> None:
    """Cancel a meeting, or with `whole_series` those after it as well, and tell the members. Raises NotAllowedError."""
    _set_state(meeting, Meeting.State.CANCELLED, "cancel_meeting", by=by, whole_series=whole_series)


@transaction.atomic
def restore_meeting(meeting: Meeting, *, by: Member) -> None:
    """Let a cancelled meeting take place after all, and tell the members. Raises NotAllowedError."""
    _set_state(meeting, Meeting.State.PLANNED, "restore_meeting", by=by, whole_series=False)


def may_plan(room: Room, member: Member, topic: Topic | None = None) -> bool:
    """Whether she may plan a meeting here: an animator, or the author of the topic out of which it comes."""
    if may_animate(room, member):
        return True
    mine = topic is not None and topic.author_id == member.pk and topic.room_id == room.pk
    return mine and Topic.objects.visible_to(member).filter(pk=topic.pk).exists()  # type: ignore[union-attr]  # mine says so


def _require_planner(room: Room, member: Member, topic: Topic | None) -> None:
    if not may_plan(room, member, topic):
        raise NotAllowedError


def _following(meeting: Meeting) -> list[Meeting]:
    """Return the other meetings of its series that come after it and still stand."""
    if meeting.series is None:
        return []
    standing = Meeting.objects.filter(series=meeting.series, state=Meeting.State.PLANNED)
    return list(standing.filter(starts_at__gt=meeting.starts_at).to_come().select_related("room"))


def _moved_along(other: Meeting, *, before: dict[str, Any], now: Meeting, names: Iterable[str]) -> dict[str, Any]:
    """Return what another meeting of the series takes over: the same words, and as long a move on the clock."""
    values = {name: getattr(now, name) for name in names if name in SHARED}
    if "starts_at" in names or "ends_at" in names:
        values["starts_at"] = moved(other.starts_at, by=distance(before["starts_at"], now.starts_at))
        values["ends_at"] = moved(values["starts_at"], by=distance(now.starts_at, now.ends_at))
    return values


def _write(meeting: Meeting, **values: Any) -> None:
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(**values, changed_at=now, sequence=F("sequence") + 1)
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.changed_at, meeting.sequence = now, meeting.sequence + 1
    announce(meeting_key(meeting))


def _set_state(meeting: Meeting, state: Meeting.State, action: str, *, by: Member, whole_series: bool) -> None:
    require_animator(meeting.room, by)
    changed = [each for each in (meeting, *(_following(meeting) if whole_series else [])) if each.state != state]
    for each in changed:
        _write(each, state=state)
        record(meeting.room, action, by=by, meeting=each.pk)
    if changed and changed[0].ends_at > timezone.now():
        tell_of(changed[0], by=by, others=len(changed) - 1)
