"""Tells people by mail what waits for them: approval asked, given, declined or voided, an hour missed."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from languages.dates import date_format
from members.models import Member
from newsletter import permissions
from newsletter.models import Approval, Issue
from outbox import writing

# Whole sentences as a translator meets them; filled in each reader's language.
ASKED = (
    gettext_noop("To approve: %(issue)s"),
    gettext_noop("%(person)s asks you to approve %(issue)s, planned for %(when)s."),
)
APPROVED = (
    gettext_noop("Approved: %(issue)s"),
    gettext_noop("%(person)s has approved %(issue)s. It can be scheduled now."),
)
DECLINED = (gettext_noop("Not approved: %(issue)s"), gettext_noop("%(person)s has not approved %(issue)s."))
VOIDED = (
    gettext_noop("Approval void: %(issue)s"),
    gettext_noop("%(issue)s was changed after its approval was asked for, so the approval no longer counts."),
)
LATE = (
    gettext_noop("Not sent: %(issue)s"),
    gettext_noop("%(issue)s should have left on %(when)s and did not. Look at it and choose whether it still leaves."),
)


def tell_asked(issue: Issue, *, approval: Approval) -> None:
    """Tell everybody who may approve, but the person who asks and the one who composed."""
    mine = {pk for pk in (approval.asked_by_id, issue.composed_by_id) if pk is not None}
    people = permissions.people_who_may(permissions.APPROVE).exclude(pk__in=mine)
    _tell(people, ASKED, issue=issue, by=approval.asked_by)


def tell_approved(issue: Issue, *, approval: Approval) -> None:
    """Tell who asked, and those who may send."""
    people = {person.pk: person for person in permissions.people_who_may(permissions.SEND) if person != approval.by}
    if approval.asked_by:
        people[approval.asked_by.pk] = approval.asked_by
    _tell(people.values(), APPROVED, issue=issue, by=approval.by)


def tell_declined(issue: Issue, *, approval: Approval) -> None:
    """Tell who asked, with the comment."""
    _tell(filter(None, [approval.asked_by]), DECLINED, issue=issue, by=approval.by, more=approval.comment)


def tell_voided(issue: Issue, *, approval: Approval) -> None:
    """Tell who asked and who approved."""
    people = {person.pk: person for person in (approval.asked_by, approval.by) if person}
    _tell(people.values(), VOIDED, issue=issue, more=approval.voided_why)


def tell_late(issue: Issue) -> None:
    """Tell those who may send."""
    _tell(permissions.people_who_may(permissions.SEND), LATE, issue=issue)


def _tell(
    people: Iterable[Member], words: tuple[str, str], *, issue: Issue, by: Member | None = None, more: str = ""
) -> None:
    for person in people:
        with translation.override(person.language):
            subject, text = _written(words, issue=issue, by=by, more=more)
        message = writing.write_message(subject=subject, html="", text=text, language=person.language)
        dispatch, _created = writing.open_dispatch(kind="notice", key=f"notice:{issue.key}:{uuid.uuid4()}")
        writing.deliver(
            dispatch,
            message=message,
            address=person.email,
            language=person.language,
            recipient_key=f"member:{person.pk}",
        )


def _written(words: tuple[str, str], *, issue: Issue, by: Any, more: str) -> tuple[str, str]:
    filled = {
        "issue": str(issue),
        "person": by.name if by else _("A colleague"),
        "when": date_and_hour(issue),
    }
    subject, sentence = (_(part) % filled for part in words)
    screen = settings.SITE_URL + reverse("newsletter_issues:screen", args=[issue.pk])
    return subject[:200], "\n\n".join(filter(None, [sentence, more, screen])) + "\n"


def date_and_hour(issue: Issue) -> str:
    """The planned hour, in the active language."""
    return date_format(localtime(issue.planned_for), "j F Y, H:i")
