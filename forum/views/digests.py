"""Stopping mails, changing their rhythm or muting a topic by the link in them: no login, and a GET changes nothing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forum.digests import change_rhythm, member_of
from forum.following import follow_topic
from forum.forms import RhythmForm
from forum.models import Follow, Room, Topic
from interface.audiences import Audience, audience
from members.models import Member

NEVER = Member.DigestRhythm.NEVER


# The token is the proof; a mail program that unsubscribes by itself (RFC 8058) has no cookie.
@audience(Audience.PUBLIC)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and on POST change. Whoever may no longer read the topic of a mail is not told its title."""
    member, topic_pk = member_of(token)
    if member is None:
        raise Http404
    if request.POST.get("List-Unsubscribe") == "One-Click":
        change_rhythm(member, rhythm=NEVER)
        return HttpResponse(status=204)
    topic = Topic.objects.visible_to(member).filter(pk=topic_pk).select_related("room").first() if topic_pk else None
    context: dict[str, Any] = {
        "topic": topic if topic and topic.room.in_mail != Room.InMail.NOTHING else None,
        "may_mute": topic,
    }
    if request.method == "POST" and topic and "mute" in request.POST:
        follow_topic(topic, member=member, level=Follow.Level.MUTE)
        return render(request, "forum/digest_rhythm.html", context | {"muted": True})
    form = RhythmForm(request.POST or None, initial={"rhythm": member.digest})
    done = request.method == "POST" and form.is_valid()
    if done:
        change_rhythm(member, rhythm=form.cleaned_data["rhythm"])
    context |= {"form": form, "done": done, "stopped": done and form.cleaned_data["rhythm"] == NEVER}
    return render(request, "forum/digest_rhythm.html", context, status=422 if form.errors else 200)
