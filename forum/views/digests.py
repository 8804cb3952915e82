"""Stopping the digest, or changing its rhythm, by the link in the mail: no login, and a GET changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forum.digests import change_rhythm, member_of
from forum.forms import RhythmForm
from interface.audiences import Audience, audience
from members.models import Member

NEVER = Member.DigestRhythm.NEVER


# The token is the proof; a mail program that unsubscribes by itself (RFC 8058) has no cookie.
@audience(Audience.PUBLIC)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and on POST change."""
    member = member_of(token)
    if member is None:
        raise Http404
    if request.POST.get("List-Unsubscribe") == "One-Click":
        change_rhythm(member, rhythm=NEVER)
        return HttpResponse(status=204)
    form = RhythmForm(request.POST or None, initial={"rhythm": member.digest})
    done = request.method == "POST" and form.is_valid()
    if done:
        change_rhythm(member, rhythm=form.cleaned_data["rhythm"])
    context = {"form": form, "done": done, "stopped": done and form.cleaned_data["rhythm"] == NEVER, "token": token}
    return render(request, "forum/digest_rhythm.html", context, status=422 if form.errors else 200)
