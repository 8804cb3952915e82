"""A member's own calendar address: made, renewed, taken back. Whoever holds it reads her meetings: it is a secret."""

from django.core.signing import BadSignature, Signer
from django.db import transaction

from forum.models import CalendarKey
from forum.models.calendars import new_secret
from members.models import Member

_signer = Signer(salt="forum.calendar")


@transaction.atomic
def renew_calendar(member: Member) -> CalendarKey:
    """Give her a new address; the one before it, if any, answers no more."""
    key, _is_new = CalendarKey.objects.update_or_create(member=member, defaults={"secret": new_secret()})
    return key


@transaction.atomic
def close_calendar(member: Member) -> None:
    """Take her address back."""
    CalendarKey.objects.filter(member=member).delete()


def token_of(key: CalendarKey) -> str:
    """Return the part of the address that is hers."""
    return _signer.sign(key.secret).replace(":", ".")


def member_behind(token: str) -> Member | None:
    """Return the member whose address this is, as long as she may enter; forged and renewed ones are nobody's."""
    try:
        secret = _signer.unsign(":".join(token.rsplit(".", 1)))
    except BadSignature:
        return None
    key = CalendarKey.objects.select_related("member").filter(secret=secret).first()
    return key.member if key and key.member.is_approved else None
