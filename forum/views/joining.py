"""Coming into a room: joining, asking, answering who asks, leaving."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.errors import AlreadyAnsweredError, AlreadyAskedError, NotAllowedError
from forum.forms import DeclineForm, JoinForm
from forum.models import JoinRequest, Room
from forum.rooms import accept_request, ask_to_join, decline_request, join_room, leave_room, withdraw_request
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_POST
def join(request: MemberRequest, pk: int) -> HttpResponse:
    """Join an open room."""
    room = get_object_or_404(Room.objects.joinable_by(request.user), pk=pk)
    try:
        join_room(room, member=request.user)
    except NotAllowedError:
        raise Http404 from None
    messages.success(
        request, _("You are now a member of this room. You will find its news among your notices and by mail.")
    )
    return redirect(room)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask to be let into a room."""
    rooms = Room.objects.joinable_by(request.user).filter(access=Room.Access.REQUEST)
    room = get_object_or_404(rooms.select_related("main_theme"), pk=pk)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_join(room, member=request.user, sentence=form.cleaned_data["sentence"])
        except AlreadyAskedError:
            messages.info(request, _("You have asked already. The room's animators will answer you by mail."))
        else:
            messages.success(request, _("Your request is on its way. The room's animators will answer you by mail."))
        return redirect("rooms")
    return render(request, "forum/ask.html", {"room": room, "form": form})


@audience(Audience.MEMBERS)
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    asked = get_object_or_404(request.user.join_requests, pk=pk)
    try:
        withdraw_request(asked, by=request.user)
    except AlreadyAnsweredError:
        messages.info(request, _("Your request has been answered in the meantime."))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("rooms")


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave a room, after a question: not every room can be entered again."""
    room = get_object_or_404(Room.objects.of(request.user), pk=pk)
    if request.method == "POST":
        leave_room(room, member=request.user)
        messages.success(request, _("You have left the room “%(room)s”.") % {"room": room})
        return redirect("rooms")
    context = {
        "title": _("Leave the room “%(room)s”?") % {"room": room},
        "text": _leaving(room),
        "button": _("Leave this room"),
        "back_url": room.get_absolute_url(),
        "back_title": room.name,
    }
    return render(request, "forum/confirm.html", context)


@audience(Audience.MEMBERS)
@require_safe
def requests(request: MemberRequest, pk: int) -> HttpResponse:
    """Who asks to come in, for the room's animators."""
    room = get_object_or_404(Room.objects.animated_by(request.user).select_related("main_theme"), pk=pk)
    return _requests_page(request, room)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody in; the mail's link opens the question first."""
    asked = _asked(request, pk)
    if request.method != "POST":
        return _question(request, asked, accepts=True)
    try:
        accept_request(asked, by=request.user)
    except AlreadyAnsweredError:
        messages.info(request, _("Somebody has answered this request in the meantime."))
    else:
        messages.success(
            request, _("%(name)s is now a member of the room, and hears of it by mail.") % {"name": asked.member}
        )
    return redirect("room_requests", asked.room_id)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Decline a request, with a sentence if the animator writes one; the mail's link opens the question first."""
    asked = _asked(request, pk)
    if request.method != "POST":
        return _question(request, asked, accepts=False)
    form = DeclineForm(request.POST, prefix=str(asked.pk))
    if not form.is_valid():
        return _requests_page(request, asked.room, refused=form)
    try:
        decline_request(asked, by=request.user, answer=form.cleaned_data["answer"])
    except AlreadyAnsweredError:
        messages.info(request, _("Somebody has answered this request in the meantime."))
    else:
        messages.success(request, _("The request of %(name)s is declined.") % {"name": asked.member})
    return redirect("room_requests", asked.room_id)


def _asked(request: MemberRequest, pk: int) -> JoinRequest:
    animated = Room.objects.animated_by(request.user).values("pk")
    asked = JoinRequest.objects.filter(room__in=animated).select_related("room", "member__organisation")
    return get_object_or_404(asked, pk=pk)


def _question(request: MemberRequest, asked: JoinRequest, *, accepts: bool) -> HttpResponse:
    """Show who asks and the one button; an answered request leads to those that still wait."""
    if asked.state != JoinRequest.State.OPEN:
        messages.info(request, _("This request waits no longer: it has been answered or taken back."))
        return redirect("room_requests", asked.room_id)
    context = {"asked": asked, "room": asked.room, "accepts": accepts, "form": DeclineForm(prefix=str(asked.pk))}
    return render(request, "forum/answer_request.html", context)


def _requests_page(request: MemberRequest, room: Room, *, refused: DeclineForm | None = None) -> HttpResponse:
    waiting = (
        room.requests.filter(state=JoinRequest.State.OPEN).select_related("member__organisation").order_by("asked_at")
    )
    rows = [
        (asked, refused if refused and refused.prefix == str(asked.pk) else DeclineForm(prefix=str(asked.pk)))
        for asked in waiting
    ]
    return render(request, "forum/requests.html", {"room": room, "rows": rows}, status=422 if refused else 200)


def _leaving(room: Room) -> str:
    if room.access == Room.Access.OPEN:
        return _("You will hear no more of it by mail. The room stays open to you, and you can join again.")
    if room.access == Room.Access.REQUEST:
        return _("You will no longer be able to read it. To come back you will have to ask again.")
    return _("You will no longer be able to read it. Only the people who run the network can let you in again.")
