"""Polls: voting, closing, and the moment that becomes a meeting."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.errors import NotAllowedError, PollClosedError
from forum.models import Option, Poll, Topic, Vote
from forum.permissions import may_animate, may_release
from forum.polling import choose_moment, close_poll, read_poll, reopen_poll
from forum.polling import vote as cast
from forum.reading_forms import MomentForm
from forum.views.asking import MemberRequest
from forum.views.helping import stewarded
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_POST
def vote(request: MemberRequest, pk: int) -> HttpResponse:
    """Vote, vote otherwise, or take one's vote back."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("room"), pk=pk)
    poll = get_object_or_404(Poll, topic=topic)
    problem = ""
    try:
        cast(poll, member=request.user, answers=_answers(request, poll, is_dated=topic.kind == Topic.Kind.DATE_POLL))
    except PollClosedError:
        problem = _("This poll was closed in the meantime: your vote could not be counted.")
    except NotAllowedError:
        problem = _("Choose from the answers below, then vote again.")
    if request.htmx:
        return _drawn(request, topic, problem=problem)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Your vote is counted. You can change it as long as the poll is open."))
    return redirect(topic.get_absolute_url() + "#poll")


@audience(Audience.MEMBERS)
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """Take no more votes."""
    topic = stewarded(request, pk)
    close_poll(get_object_or_404(Poll.objects.select_related("topic__room"), topic=topic), by=request.user)
    return redirect(topic.get_absolute_url() + "#poll")


@audience(Audience.MEMBERS)
@require_POST
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Take votes again."""
    topic = stewarded(request, pk)
    try:
        reopen_poll(get_object_or_404(Poll.objects.select_related("topic__room"), topic=topic), by=request.user)
    except NotAllowedError:
        raise Http404 from None
    return redirect(topic.get_absolute_url() + "#poll")


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, pk: int, option_pk: int) -> HttpResponse:
    """Choose the moment of a date poll: it becomes a meeting of the room."""
    topic = stewarded(request, pk)
    dated = Option.objects.filter(poll__topic=topic, starts_at__isnull=False)
    option = get_object_or_404(dated, pk=option_pk)
    if topic.is_anonymous and not may_animate(topic.room, request.user):
        raise Http404
    form = MomentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = choose_moment(option, by=request.user, **form.cleaned_data)
        except PollClosedError:
            messages.error(request, _("Another moment was chosen in the meantime."))
            return redirect(topic)
        messages.success(request, _("The meeting is planned, and the members of the room are told of it."))
        return redirect(meeting)
    context = {"topic": topic, "room": topic.room, "option": option, "form": form}
    return render(request, "forum/choose_moment.html", context, status=422 if form.errors else 200)


def _answers(request: MemberRequest, poll: Poll, *, is_dated: bool) -> dict[int, str]:
    """Read what was ticked; nonsense is a key that no option has."""
    if is_dated:
        given = {pk: request.POST.get(f"answer-{pk}", "") for pk in poll.options.values_list("pk", flat=True)}
        return {pk: answer for pk, answer in given.items() if answer}
    ticked = (number for number in request.POST.getlist("option") if number)
    return {int(number) if number.isdecimal() and len(number) < 19 else 0: Vote.Answer.YES for number in ticked}


def _drawn(request: MemberRequest, topic: Topic, *, problem: str) -> HttpResponse:
    poll = Poll.objects.get(topic=topic)
    context = {
        "topic": topic,
        "poll": read_poll(poll, reader=request.user),
        "may_steer": may_release(topic, request.user),
        "may_choose": may_animate(topic.room, request.user) if topic.is_anonymous else True,
        "problem": problem,
        "voted": not problem,
    }
    return render(request, "forum/components/poll.html", context)
