"""What notices say, in the active language: one sentence each, and where they lead."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.models import Notice, Room

Reason = Notice.Reason
# With the name of who did it, and without.
_SENTENCES: dict[str, tuple[Promise, Promise]] = {
    Reason.MENTION: (_("%(name)s mentions you"), _("You are mentioned")),
    Reason.ANSWER: (_("%(name)s answers you"), _("Somebody answers you")),
    Reason.MINE: (_("%(name)s writes in a discussion of yours"), _("Something new in a discussion of yours")),
    Reason.FOLLOWED: (_("%(name)s writes in a discussion that you follow"), _("Something new in what you follow")),
    Reason.REQUEST: (_("%(name)s asks to join this room"), _("Somebody asks to join this room")),
    Reason.FIRST_POST: (_("%(name)s writes here for the first time"), _("A member writes here for the first time")),
    Reason.INVITED: (_("%(name)s invites you"), _("You are invited")),
    Reason.ENTERED: (_("%(name)s entered this room as an administrator"), _("An administrator entered this room")),
    Reason.HANDOVER: (_("%(name)s handed over to you"), _("Somebody handed over to you")),
}
_OPENED = (_("%(name)s starts a discussion"), _("Somebody starts a discussion"))
_NAMELESS: dict[str, Promise] = {
    Reason.ANSWERED: _("Your request to join this room was answered"),
    Reason.REPORT: _("A message was reported to the animators"),
    Reason.OUTCOME: _("The animators looked at the message that you reported"),
    Reason.UNANSWERED: _("This question has had no answer for five working days"),
    Reason.ENDING: _("Your access to this room ends"),
    Reason.MOVED: _("This discussion moved to another room"),
    Reason.REMINDER: _("You wanted to be reminded of this message"),
    Reason.MEETING: _("A meeting of this room"),
    Reason.UNMASKED: _("An animator asked who wrote your anonymised message"),
}
# Where the others than those of topics lead: the name of an address, and whether the room's key fills it.
_PLACES: dict[str, str] = {
    Reason.REQUEST: "room_requests",
    Reason.REPORT: "room_queue",
    Reason.FIRST_POST: "room_queue",
    Reason.ENTERED: "room_people",
}


def sentence(notice: Notice, *, naming: bool = True) -> str:
    """Say what happened, like “Anna Peeters mentions you”; without `naming` nobody's name is told."""
    if notice.reason in _NAMELESS:
        return str(_NAMELESS[notice.reason])
    comment = notice.comment
    opened = notice.reason == Reason.FOLLOWED and comment is not None and comment.is_opening and notice.count == 1
    told = notice.get_reason_display()
    named, nameless = _OPENED if opened else _SENTENCES.get(notice.reason, (told, told))
    name = _name(notice) if naming else ""
    return str(named) % {"name": name} if name and "%(name)s" in str(named) else str(nameless)


def subject_of(notice: Notice) -> str:
    """Name the thing: the topic's title, or the room's name, or nothing."""
    if notice.topic:
        return notice.topic.title
    return notice.room.name if notice.room else ""


def carried_words(notice: Notice) -> str:
    """Return the sentence that goes with a notice, as far as its room lets words travel by mail."""
    in_mail = notice.room.in_mail if notice.room else Room.InMail.TEXT
    own = notice.reason == Reason.REMINDER
    announced = in_mail == Room.InMail.TITLE and notice.reason in {Reason.MEETING, Reason.MOVED, Reason.ENDING}
    return notice.words if own or announced or in_mail == Room.InMail.TEXT else ""


def address_of_notice(notice: Notice) -> str:
    """Return where it leads. Opening that place asks for rights again."""
    if notice.topic and notice.reason in Notice.READ_IN_TOPIC:
        return _in_topic(notice)
    kind, _colon, number = notice.about.partition(":")
    named, key = (kind, number) if notice.reason == Reason.MEETING else (_PLACES.get(notice.reason, ""), notice.room_id)
    place = notice.comment or (notice.room if notice.reason != Reason.ENDING else None)
    return _reversed(named, key) or (place.get_absolute_url() if place else reverse("rooms"))


def _in_topic(notice: Notice) -> str:
    """Lead to the one comment, or to where she stopped reading when there are several."""
    several = notice.reason in Notice.OF_COMMENTS and notice.count > 1
    if notice.comment and not several:
        return notice.comment.get_absolute_url()
    return reverse("first_unread", args=[notice.topic_id])


def _reversed(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key]) if name else ""
    except NoReverseMatch:
        return ""


def _name(notice: Notice) -> str:
    """Never who wrote anonymously: then `by` is empty, and the words in her place stand with the comment."""
    if notice.by or not notice.comment or notice.reason not in Notice.OF_COMMENTS:
        return notice.by.name if notice.by else ""
    return notice.comment.author_name if notice.comment.anonymous_as else ""
