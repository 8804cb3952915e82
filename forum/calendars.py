"""Meetings as calendar programs read them (RFC 5545): title, place and time, nothing else of what is said inside."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from forum.models import Meeting, Room
from members.models import Member

CONTENT_TYPE = "text/calendar; charset=utf-8"
# What is over for longer is of no use in a calendar that reads everything again and again.
KEPT_FOR = timedelta(days=90)


def meetings_of(member: Member) -> "Iterable[Meeting]":
    """Return the meetings of the rooms that she is in at this moment."""
    rooms = Room.objects.of(member).values("pk")
    return Meeting.objects.filter(room__in=rooms, ends_at__gte=timezone.now() - KEPT_FOR)


def calendar_of(meetings: "Iterable[Meeting]", *, name: str) -> bytes:
    """Return a calendar of these meetings, in the active language."""
    calendar = Calendar()
    calendar.add("prodid", "-//Parvis//forum//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_entry(meeting))
    return bytes(calendar.to_ical())


def _entry(meeting: Meeting) -> Event:
    """One meeting. A change counts its sequence up, so that programs take the new hours over."""
    entry = Event()
    entry.add("uid", f"{meeting.key}@{settings.ALLOWED_HOSTS[0]}")
    entry.add("sequence", meeting.sequence)
    entry.add("summary", meeting.title)
    entry.add("dtstamp", meeting.changed_at)
    entry.add("last-modified", meeting.changed_at)
    entry.add("dtstart", meeting.starts_at)
    entry.add("dtend", meeting.ends_at)
    if meeting.place or meeting.link:
        entry.add("location", meeting.place or _("Online"))
    entry.add("url", settings.SITE_URL + meeting.get_absolute_url())
    entry.add("status", "CANCELLED" if meeting.state == Meeting.State.CANCELLED else "CONFIRMED")
    return entry
