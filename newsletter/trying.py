"""Sends a test of an issue to people of the team: the same engine, a kind of its own, and inert links."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from members.models import Member
from newsletter import permissions
from newsletter.errors import NotAllowedError
from newsletter.headers import list_headers
from newsletter.models import Issue, IssueDispatch
from newsletter.variants import Variant, reply_to, sender, variants
from outbox import writing
from outbox.models import Dispatch

# Every page knows that this is nobody's.
INERT_TOKEN = "test"  # noqa: S105


@transaction.atomic
def send_test(issue: Issue, *, to: Sequence[Member], by: Any) -> int:
    """Send every language's letter, as it is now, to named people of the team; return how many mails that is.

    Raises NotAllowedError if one of them is not of the team, CannotRenderError if the letter cannot be made.
    """
    if not any(permissions.may(by, permission) for permission in permissions.ALL):
        raise NotAllowedError
    team = set(permissions.people_who_may(*permissions.ALL).values_list("pk", flat=True))
    if not {person.pk for person in to} <= team:
        raise NotAllowedError
    count = sum(_send(issue, variant, to=to) for variant in variants(issue).values())
    log(issue, "newsletter.test", user=by, data={"people": [person.name for person in to]})
    return count


def _send(issue: Issue, variant: Variant, *, to: Sequence[Member]) -> int:
    letter = variant.letter
    with translation.override(letter.language):
        subject = _("[Test] %(subject)s") % {"subject": letter.words.subject}
    message = writing.write_message(
        subject=subject,
        html=variant.html,
        text=variant.text,
        language=letter.language,
        sender=sender(letter),
        tokens=["token"],
        headers=list_headers(letter, issue_id=issue.pk),
    )
    dispatch, _new = writing.open_dispatch(
        kind=Dispatch.Kind.TEST, key=f"test:{uuid.uuid4()}", reply_to=reply_to(letter)
    )
    IssueDispatch.objects.create(issue=issue, dispatch=dispatch, purpose=IssueDispatch.Purpose.TEST)
    deliveries = [
        writing.deliver(
            dispatch,
            message=message,
            address=person.email,
            language=letter.language,
            recipient_key=f"member:{person.pk}",
            tokens={"token": INERT_TOKEN},
        )
        for person in to
    ]
    return sum(delivery is not None for delivery in deliveries)
