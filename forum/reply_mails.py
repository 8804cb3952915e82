"""Mails to a member about an answer that she sent by mail: please confirm it, or why it could not be placed.

Only ever to her own verified address, in her language, with her own words and nothing of the discussion: she may
have lost the right to read it.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.inbound import Mail, Reason
from forum.mails import compose
from forum.models import Comment
from members.models import Member
from outbox.models import Dispatch
from outbox.writing import deliver, open_dispatch

# A leaked address must not become a way to fill somebody's mailbox.
MOST_A_DAY = 10
LONGEST_WORDS = 20_000
SENTENCES = {
    "forbidden": gettext_lazy(
        "You can no longer write in this discussion: it was removed, or you are no longer in its room."
    ),
    "closed": gettext_lazy("This discussion is closed: it takes no further messages."),
    "expired": gettext_lazy(
        "A mail of ours can be answered for 30 days, and this one is older. Answer in the discussion itself, or to a"
        " newer mail."
    ),
    "empty": gettext_lazy(
        "We found no words of yours in it. Write your answer above the quoted text, then send it once more."
    ),
    "too_large": gettext_lazy(
        "It is too large to be taken by mail. Shorten it, or attach its files in the discussion itself."
    ),
}


def tell_refusal(mail: Mail, *, member: Member, reason: Reason) -> bool:
    """Explain why her answer was not placed; return whether a mail was written."""
    with translation.override(member.language):
        return _write(
            mail,
            member=member,
            about="refused",
            subject=_("Your answer was not placed: %(subject)s") % {"subject": mail.subject or _("no subject")},
            context={
                "lead": _("Your answer by mail could not be placed."),
                "sentence": str(SENTENCES[reason]),
                "words": mail.words[:LONGEST_WORDS],
            },
        )


def tell_left_out(mail: Mail, *, member: Member, comment: Comment, left_out: Iterable[str]) -> bool:
    """Say which files of her answer were not taken; the answer itself stands."""
    with translation.override(member.language):
        return _write(
            mail,
            member=member,
            about="left-out",
            subject=_("Files left out of your answer: %(subject)s") % {"subject": mail.subject or _("no subject")},
            context={
                "lead": _("Your answer by mail is placed, but not all of its files were taken."),
                "left_out": list(left_out),
                "url": settings.SITE_URL + comment.get_absolute_url(),
                "button": _("See your answer"),
            },
        )


def ask_for_a_click(mail: Mail, *, member: Member) -> bool:
    """Ask whether an answer that we cannot be sure of is hers; return whether a mail was written."""
    with translation.override(member.language):
        return _write(
            mail,
            member=member,
            about="waits",
            subject=_("Is this answer yours? %(subject)s") % {"subject": mail.subject or _("no subject")},
            context={
                "lead": _("An answer in your name came by mail, and we cannot be sure that it is yours."),
                "sentence": _(
                    "It came from an address that is not yours on this site, or its mail server did not vouch for it."
                    " Publish it within 7 days if it is yours; if it is not, you need do nothing."
                ),
                "words": mail.words[:LONGEST_WORDS],
                "url": settings.SITE_URL + reverse("waiting_answer", args=[mail.number]),
                "button": _("Look at it, then publish or discard it"),
            },
        )


def _write(mail: Mail, *, member: Member, about: str, subject: str, context: dict[str, Any]) -> bool:
    """Write it once, to her own address, unless that is not verified or she had many today."""
    ours = f"answer-by-mail:{member.pk}:"
    key = f"{ours}{mail.number}:{about}"
    if Dispatch.objects.filter(key=key).exists():
        return True
    today = Dispatch.objects.filter(key__startswith=ours, created_at__gt=timezone.now() - timedelta(days=1))
    is_verified = member.emailaddress_set.filter(email__iexact=member.email, verified=True).exists()
    if not is_verified or today.count() >= MOST_A_DAY:
        return False
    message = compose("answer_by_mail", language=member.language, subject=subject, context={"topic": None, **context})
    dispatch, _is_new = open_dispatch(kind=Dispatch.Kind.NOTICE, key=key)
    deliver(
        dispatch, message=message, address=member.email, language=member.language, recipient_key=f"member:{member.pk}"
    )
    return True
