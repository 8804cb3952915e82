"""Tells a room's members of a meeting: planned, moved, cancelled; each in the language that she reads."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.keys import meeting_key
from forum.models import Follow, Meeting, Notice
from forum.telling import tell
from languages.dates import date_format
from members.models import Member, MemberQuerySet


def tell_of(meeting: Meeting, *, by: Member, others: int = 0) -> None:
    """Write a notice for the room's members, but for who did it and who wants to hear nothing of the room.

    `others` counts further meetings of the series that the same change concerns.
    """
    people = audience_of(meeting).exclude(pk=by.pk)
    # What was told before and not seen yet is no longer so; the new words go out anew, by mail too.
    Notice.objects.unseen().filter(about=meeting_key(meeting)).update(seen_at=timezone.now())
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words = in_words(meeting, others=others)
        tell(
            people.filter(language=language),
            about=meeting_key(meeting),
            reason=Notice.Reason.MEETING,
            room=meeting.room,
            by=by,
            words=words,
        )


def audience_of(meeting: Meeting) -> MemberQuerySet:
    """Return the members of the room who did not choose to hear nothing of it."""
    inside = meeting.room.memberships.welcome().values("member")
    quiet = Follow.objects.filter(room=meeting.room, level=Follow.Level.NOTHING).values("member")
    return Member.objects.filter(pk__in=inside).exclude(pk__in=quiet)


def in_words(meeting: Meeting, *, others: int = 0) -> str:
    """Say in the active language what is when, and whether it stands."""
    start = timezone.localtime(meeting.starts_at)
    facts = {"title": meeting.title, "day": date_format(start, "l j F"), "hour": date_format(start, "H:i")}
    if meeting.state == Meeting.State.CANCELLED:
        said = _("Cancelled: %(title)s, %(day)s at %(hour)s") % facts
    else:
        said = _("%(title)s, %(day)s at %(hour)s") % facts
    if others:
        more = ngettext("and %(count)d further date", "and %(count)d further dates", others) % {"count": others}
        said = _("%(meeting)s, %(more)s") % {"meeting": said, "more": more}
    return said
