"""Asking who wrote a message without name: for animators, with a reason, and never without a trace."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.anonymity import ask_author
from forum.forms import ReasonForm
from forum.models import Comment, Room
from forum.pages import Shown, address_of
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def author(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, and on POST be told once; the name stands at no address of its own."""
    comments = Comment.objects.visible_to(request.user).exclude(anonymous_as="")
    comment = get_object_or_404(comments.select_related("topic__room__main_theme"), id=pk)
    if not Room.objects.animated_by(request.user).filter(pk=comment.topic.room_id).exists():
        raise Http404
    there = address_of(comment.topic, position=comment.position)
    form = ReasonForm(request.POST or None, help_text=_("Whoever wrote the message reads it, with your name."))
    shown = {"comment": comment, "topic": comment.topic, "back_url": there}
    if request.method == "POST" and form.is_valid():
        wrote = ask_author(comment, by=request.user, reason=form.cleaned_data["reason"])
        return render(request, "forum/author.html", shown | {"author": wrote})
    context = shown | {
        "title": _("Ask who wrote this message?"),
        "text": _("You are told once. That you asked is logged, and whoever wrote it gets a notice with your reason."),
        "button": _("Ask who wrote it"),
        "form": form,
        "shown": Shown(comment=comment),
        "back_title": comment.topic.title,
    }
    return render(request, "forum/confirm.html", context, status=422 if form.errors else 200)
