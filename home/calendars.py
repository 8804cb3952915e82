"""Events as calendar programs read them (RFC 5545): one event to keep, or all that are to come."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from home.addresses import Addresses
from home.models import EventPage

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_of(events: Iterable[EventPage], *, name: str) -> bytes:
    """Return a calendar of these events."""
    addresses = Addresses()
    calendar = Calendar()
    calendar.add("prodid", "-//Parvis//home//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event, settings.SITE_URL + addresses.of(event)))
    return bytes(calendar.to_ical())


def _entry(event: EventPage, url: str) -> CalendarEvent:
    """One event; its identity is that of all its languages, so that a calendar keeps it once."""
    entry = CalendarEvent()
    entry.add("uid", f"{event.translation_key}@{settings.ALLOWED_HOSTS[0]}")
    entry.add("summary", event.title)
    entry.add("dtstamp", event.last_published_at)
    entry.add("last-modified", event.last_published_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at or event.starts_at + timedelta(hours=1))
    entry.add("location", place_of(event))
    entry.add("description", f"{event.lead}\n\n{url}")
    entry.add("url", url)
    return entry


def place_of(event: EventPage) -> str:
    """Say where an event is, in the active language."""
    place = ", ".join(part for part in (event.place, event.address) if part)
    if event.venue == EventPage.Venue.UNDECIDED:
        return _("Place still to be decided")
    if event.venue == EventPage.Venue.ONLINE:
        return _("Online")
    return _("%(place)s, and online") % {"place": place} if event.venue == EventPage.Venue.BOTH else place
