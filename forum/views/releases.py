"""Letting words out of a room, the page that shows them, and taking them back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.forms import ReleaseForm
from forum.models import Release, Topic
from forum.permissions import may_release, may_withdraw
from forum.releasing import release_words, withdraw_release
from forum.summarising import release_draft
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience

WORDS = tuple(f"{part}_{code}" for code, _name in settings.LANGUAGES for part in ("title", "text"))


@audience(Audience.PUBLIC)
@require_safe
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The released words and nothing else of the topic."""
    found = get_object_or_404(Release.objects.visible_to(request.user).select_related("topic__room__main_theme"), pk=pk)
    reader = request.user
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    context = {
        "release": found,
        "theme": found.topic.room.main_theme,
        "language": language if language in found.languages else found.languages[0],
        "may_read_topic": Topic.objects.visible_to(reader).filter(pk=found.topic_id).exists(),
    }
    return render(request, "forum/release.html", context)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """Release words about a topic."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("room__main_theme"), pk=pk)
    if not may_release(topic, request.user):
        raise Http404
    form = ReleaseForm(request.POST or None, initial=release_draft(topic))
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in WORDS}
        given = form.cleaned_data
        release_words(topic, by=request.user, audience=given["audience"], words=words, tags=given["tags"])
        messages.success(request, _("Your words are released. You can withdraw them at any time."))
        return redirect(topic)
    context = {
        "topic": topic,
        "room": topic.room,
        "form": form,
        "earlier": topic.releases.select_related("by", "withdrawn_by").all(),
    }
    return render(request, "forum/release_form.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take released words back."""
    standing = Release.objects.standing().filter(topic__in=Topic.objects.visible_to(request.user).values("pk"))
    found = get_object_or_404(standing.select_related("topic__room"), pk=pk)
    if not may_withdraw(found, request.user):
        raise Http404
    if request.method == "POST":
        withdraw_release(found, by=request.user)
        messages.success(request, _("The release is withdrawn."))
        return redirect(found.topic)
    context = {
        "title": _("Withdraw “%(title)s”?") % {"title": found.title},
        "text": _(
            "Its page disappears and no newsletter can take it up any more. What has been sent cannot be undone."
        ),
        "button": _("Withdraw the release"),
        "back_url": found.topic.get_absolute_url(),
        "back_title": found.topic.title,
    }
    return render(request, "forum/confirm.html", context)
