"""Guests of a topic: inviting somebody from outside, and ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.errors import AlreadyReaderError
from forum.guest_forms import GuestForm
from forum.guests import end_guest, invite_guest, invited_to, take_back
from forum.models import Room, Topic, TopicGuest
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience
from members.errors import MemberError
from members.models import Invitation


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: MemberRequest, pk: int) -> HttpResponse:
    """Who is a guest of a topic, and inviting one more; for the room's animators."""
    topic = get_object_or_404(_animated(request), pk=pk)
    form = GuestForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_guest(topic, by=request.user, **form.cleaned_data)
        except AlreadyReaderError:
            form.add_error("email", _("Somebody with this address can read the discussion already."))
        except MemberError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _done(invitation))
            return redirect("topic_guests", topic.pk)
    current = topic.guests.current().select_related("member__organisation").order_by("until", "pk")
    context = {"topic": topic, "form": form, "guests": current, "invited": invited_to(topic)}
    return render(request, "forum/guests.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """End a guest's access, after a question."""
    found = TopicGuest.objects.filter(topic__in=_animated(request).values("pk"))
    guest = get_object_or_404(found.select_related("topic__room", "member"), pk=pk)
    if request.method == "POST":
        end_guest(guest, by=request.user)
        messages.success(request, _("%(name)s can no longer read this discussion.") % {"name": guest.member})
        return redirect("topic_guests", guest.topic_id)
    context = {
        "title": _("End the access of %(name)s?") % {"name": guest.member},
        "text": _("She can no longer read the discussion from this moment on. What she wrote in it stays."),
        "button": _("End the access"),
    }
    return _question(request, guest.topic, context)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def uninvite(request: MemberRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Take back an invitation that nobody has accepted, after a question."""
    topic = get_object_or_404(_animated(request), pk=pk)
    waiting = {row.pk for row in invited_to(topic)}
    invitation = get_object_or_404(Invitation.objects.filter(pk__in=waiting), pk=invitation_pk)
    if request.method == "POST":
        take_back(topic, invitation=invitation, by=request.user)
        messages.success(request, _("The invitation to %(address)s is taken back.") % {"address": invitation.email})
        return redirect("topic_guests", topic.pk)
    context = {
        "title": _("Take the invitation to %(address)s back?") % {"address": invitation.email},
        "text": _("Its link will no longer open this discussion. No mail is sent about it."),
        "button": _("Take the invitation back"),
    }
    return _question(request, topic, context)


def _animated(request: MemberRequest) -> Any:
    animated = Room.objects.animated_by(request.user).values("pk")
    return Topic.objects.visible_to(request.user).filter(room__in=animated).select_related("room__main_theme")


def _question(request: MemberRequest, topic: Topic, context: dict[str, Any]) -> HttpResponse:
    there = redirect("topic_guests", topic.pk).url
    around = {"back_url": there, "back_title": _("Guests of “%(title)s”") % {"title": topic.title}}
    return render(request, "forum/confirm.html", context | around)


def _done(invitation: Invitation) -> str:
    if invitation.state == Invitation.State.ACCEPTED:
        return _("%(name)s is a guest of this discussion now, and gets a mail.") % {"name": invitation.accepted_by}
    return _("An invitation is on its way to %(address)s.") % {"address": invitation.email}
