"""Tells people of their access, by mail and on the site: requests to join and their answers, invitations."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.mails import compose
from forum.models import JoinRequest, Notice, Room, RoomMember, TopicGuest
from forum.telling import tell
from interface.templatetags.parvis import written
from members.models import Invitation, Member, Organisation
from outbox.models import Dispatch
from outbox.writing import deliver, open_dispatch


def tell_animators(request: JoinRequest) -> None:
    """Write to every animator of the room, each in her own language, that somebody asks to come in."""
    dispatch, _is_new = open_dispatch(kind=Dispatch.Kind.NOTICE, key=f"join-request:{request.pk}:asked")
    animators = request.room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR).select_related("member")
    members = [membership.member for membership in animators]
    about: dict[str, Any] = {"about": f"join-request:{request.pk}", "room": request.room}
    tell(members, reason=Notice.Reason.REQUEST, by=request.member, words=request.sentence, mail=False, **about)
    for member in members:
        with translation.override(member.language):
            subject = _("%(name)s asks to join the room “%(room)s”") % {
                "name": request.member.name,
                "room": request.room.name,
            }
        message = compose(
            "join_asked", language=member.language, subject=subject, context={"request": request, "room": request.room}
        )
        deliver(
            dispatch,
            message=message,
            address=member.email,
            language=member.language,
            recipient_key=f"member:{member.pk}",
        )


def tell_answer(request: JoinRequest) -> None:
    """Write to the person who asked what became of it."""
    dispatch, _is_new = open_dispatch(kind=Dispatch.Kind.NOTICE, key=f"join-request:{request.pk}:answered")
    member, accepted = request.member, request.state == JoinRequest.State.ACCEPTED
    about: dict[str, Any] = {"about": f"join-request:{request.pk}", "room": request.room}
    tell([member], reason=Notice.Reason.ANSWERED, by=request.answered_by, words=request.answer, mail=False, **about)
    with translation.override(member.language):
        room = request.room.name
        subject = (
            _("You are now a member of the room “%(room)s”") if accepted else _("Your request to join “%(room)s”")
        ) % {"room": room}
    message = compose(
        "join_answered",
        language=member.language,
        subject=subject,
        context={"request": request, "room": request.room, "accepted": accepted},
    )
    deliver(
        dispatch, message=message, address=member.email, language=member.language, recipient_key=f"member:{member.pk}"
    )


def forget_request(request: JoinRequest) -> None:
    """Nobody has to answer it any more: take it off the animators' lists."""
    Notice.objects.filter(about=f"join-request:{request.pk}", reason=Notice.Reason.REQUEST).delete()


def mail_guest(guest: TopicGuest) -> None:
    """Write to somebody who has become a guest of a topic: until when, and the way there.

    The title goes with it unless the room's mails may carry nothing: it is hers to read from now on.
    """
    member, topic = guest.member, guest.topic
    with translation.override(member.language):
        subject = _("You are a guest in a discussion of the room “%(room)s”") % {"room": topic.room.name}
    context = {"guest": guest, "topic": topic, "room": topic.room, "titled": topic.room.in_mail != Room.InMail.NOTHING}
    _write(f"topic-guest:{guest.pk}:{guest.invited_at.timestamp():.0f}", member, "guest_invited", subject, context)


def mail_invited(invitation: Invitation, *, member: Member, rooms: list[Room]) -> None:
    """Write to somebody with an account which rooms are open to her now."""
    with translation.override(member.language):
        count = len(rooms)
        subject = ngettext("A room is open to you now", "%(count)d rooms are open to you now", count) % {"count": count}
    context = {"invitation": invitation, "rooms": rooms}
    _write(f"invitation:{invitation.pk}:rooms", member, "rooms_opened", subject, context)


def mail_ending(organisation: Organisation, *, member: Member, rooms: list[Room]) -> None:
    """Write to somebody whose organisation leaves which rooms end for her, and when."""
    with translation.override(member.language):
        subject = _("Your access to the rooms ends on %(date)s") % {
            "date": written(organisation.leaves_at, "DATE_FORMAT")
        }
    context = {"organisation": organisation, "rooms": rooms, "member": member}
    moment = organisation.leaves_at.timestamp() if organisation.leaves_at else 0
    _write(f"organisation:{organisation.pk}:ending:{moment:.0f}", member, "access_ending", subject, context)


def _write(key: str, member: Member, about: str, subject: str, context: dict[str, Any]) -> None:
    dispatch, _is_new = open_dispatch(kind=Dispatch.Kind.NOTICE, key=key)
    message = compose(about, language=member.language, subject=subject, context=context)
    deliver(
        dispatch, message=message, address=member.email, language=member.language, recipient_key=f"member:{member.pk}"
    )
