"""Moving a topic to another room: choose, see who gains and who loses access, then move."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.errors import NotAllowedError
from forum.forms import MoveForm
from forum.models import Room, Topic
from forum.moving import effects_of, move_topic, targets_of
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the effects of a move, and move once they have been seen."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("room"), pk=pk)
    targets = targets_of(topic, by=request.user)
    if not targets.exists():
        raise Http404
    said = request.POST if request.method == "POST" else request.GET
    form = MoveForm(said if "to" in said else None, targets=targets)
    context = {"topic": topic, "form": form}
    if form.is_valid():
        target = form.cleaned_data["to"]
        effects = effects_of(topic, to=target)
        if request.method == "POST" and request.POST.get("seen") == effects.mark:
            return _move(request, topic, target)
        context |= {"target": target, "effects": effects, "stale": request.method == "POST"}
    return render(request, "forum/move.html", context, status=422 if form.errors else 200)


def _move(request: MemberRequest, topic: Topic, target: Room) -> HttpResponse:
    try:
        move_topic(topic, to=target, by=request.user)
    except NotAllowedError:
        raise Http404 from None
    messages.success(request, _("The discussion now stands in the room “%(room)s”.") % {"room": target})
    still = Topic.objects.visible_to(request.user).filter(pk=topic.pk).exists()
    return redirect(topic if still else "rooms")
