"""Invitations: written, sent again, taken back, and accepted by whoever verifies the address.

Members knows nothing of the places behind an invitation's keys: an accepted one is announced as "invitation:<pk>", and
the apps that own the places let the person in.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import log

from contracts.announcing import announce
from members.approval import move_state, owner_of_domain, tell_decision
from members.errors import AlreadyAnsweredError, ClosedAccountError, MemberError
from members.mail_domains import normalised_domain
from members.mails import mail_address
from members.models import Invitation, Member, Organisation
from members.places import place_names

State = Member.State
CLOSED = (State.REJECTED, State.DEACTIVATED, State.ERASED)
_SALT = "members.invitation"


@transaction.atomic
def invite(
    email: str,
    *,
    by: Member,
    language: str,
    name: str = "",
    organisation: Organisation | None = None,
    places: Iterable[str] = (),
    ends: Mapping[str, datetime] | None = None,
    as_guest: bool = False,
) -> Invitation:
    """Invite an address. Whoever has an account with it, verified, is let in at once; others get a mail.

    An open invitation of the same address is widened: it names one person, who follows one link.
    Raises ClosedAccountError.
    """
    member = member_at(email)
    if member and member.state in CLOSED:
        raise ClosedAccountError
    invitation = Invitation.objects.standing().filter(email=email.lower()).first() or Invitation(email=email)
    invitation.language, invitation.by = language, by
    invitation.name = name or invitation.name
    invitation.organisation = organisation or invitation.organisation
    invitation.as_guest = as_guest and (invitation.as_guest or invitation.pk is None)
    invitation.places = list(dict.fromkeys([*invitation.places, *places]))
    invitation.ends |= {place: moment.isoformat() for place, moment in (ends or {}).items()}
    invitation.save()
    log(instance=invitation, action="members.invite", user=by, title=str(invitation))
    if not accept_for(member, invitation):
        send_invitation(invitation)
    return invitation


@transaction.atomic
def send_invitation(invitation: Invitation) -> None:
    """Write the mail, as often as it is asked for. Raises AlreadyAnsweredError."""
    now = timezone.now()
    if not Invitation.objects.standing().filter(pk=invitation.pk).update(sent_at=now):
        raise AlreadyAnsweredError
    invitation.sent_at = now
    with translation.override(invitation.language):
        names = place_names(invitation.places)
    mail_address(
        invitation.email,
        about="guest_invitation" if invitation.as_guest else "invitation",
        language=invitation.language,
        invitation=invitation,
        places=names,
        until=last_end(invitation),
        join_url=settings.SITE_URL + reverse("account_signup") + f"?invitation={invitation_token(invitation)}",
    )


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Member) -> None:
    """Take an open invitation back: its link then says so. Raises AlreadyAnsweredError."""
    now = timezone.now()
    if not Invitation.objects.standing().filter(pk=invitation.pk).update(withdrawn_at=now):
        raise AlreadyAnsweredError
    invitation.withdrawn_at = now
    log(instance=invitation, action="members.withdraw_invitation", user=by, title=str(invitation))


@transaction.atomic
def close_place(invitation: Invitation, *, place: str, by: Member) -> None:
    """Take one place off an open invitation; without any place left it is withdrawn. Raises AlreadyAnsweredError."""
    invitation.places = [key for key in invitation.places if key != place]
    invitation.ends.pop(place, None)
    if not invitation.places:
        withdraw_invitation(invitation, by=by)
    elif (
        not Invitation.objects.standing()
        .filter(pk=invitation.pk)
        .update(places=invitation.places, ends=invitation.ends)
    ):
        raise AlreadyAnsweredError


@transaction.atomic
def accept_for(member: Member | None, invitation: Invitation | None = None) -> bool:
    """Let a person in whom an open invitation names, if her main address is verified; say whether that was so.

    An address at a member organisation's domain makes a full member, even of somebody invited as a guest.
    """
    if member is None or not member.emailaddress_set.filter(primary=True, verified=True, email=member.email).exists():
        return False
    invitation = invitation or Invitation.objects.standing().filter(email=member.email).first()
    if invitation is None or member.state in CLOSED:
        return False
    accepted = {"accepted_by": member, "accepted_at": timezone.now()}
    if not Invitation.objects.standing().filter(pk=invitation.pk).update(**accepted):
        return False
    for name, value in accepted.items():
        setattr(invitation, name, value)
    _welcome(member, invitation)
    announce(f"invitation:{invitation.pk}")
    return True


def member_at(email: str) -> Member | None:
    """Return whose address this is: the main one of an account, or another that she has verified."""
    return members_at([email.lower()]).get(email.lower())


def members_at(addresses: Iterable[str]) -> dict[str, Member]:
    """Return the members behind normalised addresses, by address; two queries however many there are."""
    addresses = list(addresses)
    others = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
    main = Member.objects.filter(email__in=addresses)
    return {other.email: other.user for other in others} | {member.email: member for member in main}


def invitation_token(invitation: Invitation) -> str:
    """Return what stands in the mail's link. It fills in a form and opens nothing: the address is verified as ever."""
    return signing.dumps(invitation.pk, salt=_SALT)


def invitation_of(token: str) -> Invitation | None:
    """Return whose link this is, whatever became of it, or None for nonsense."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.filter(pk=pk).select_related("organisation").first()


def last_end(invitation: Invitation) -> datetime | None:
    """Return when the last of its places ends, or None when one of them has no end."""
    if not invitation.places or any(place not in invitation.ends for place in invitation.places):
        return None
    return max(datetime.fromisoformat(moment) for moment in invitation.ends.values())


def _welcome(member: Member, invitation: Invitation) -> None:
    """Move the account on: a newcomer is approved, or becomes a guest; a guest who is invited as a member is one."""
    vouching = owner_of_domain(normalised_domain(member.email))
    organisation = invitation.organisation or vouching
    to = State.GUEST if invitation.as_guest and organisation is None else State.APPROVED
    leaves = {State.PENDING} if to == State.GUEST else {State.PENDING, State.GUEST}
    if member.state not in leaves:
        return
    try:
        move_state(member, leaves, to, **({"organisation": organisation} if organisation else {}))
    except MemberError:
        return  # somebody has decided in this very moment; her decision stands
    if to == State.APPROVED:
        tell_decision(member, "approve", about="approved", by=invitation.by)
    else:
        log(instance=member, action="members.welcome_guest", user=invitation.by)
