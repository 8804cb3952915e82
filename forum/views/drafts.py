"""Drafts: kept while one types, or by a button; discarded by a button."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.draft_forms import DraftForm, PlaceForm
from forum.drafting import discard_drafts, keep_draft
from forum.errors import NotAllowedError
from forum.kind_forms import typed_beside
from forum.models import Draft
from forum.views.asking import MemberRequest
from forum.views.writing import say_it_is_kept, take_files
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    """Keep what has been typed: quietly for the script, with a page for the button."""
    form = DraftForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        raise Http404
    take_files(form, by=request.user)
    words = form.cleaned_data
    try:
        draft = keep_draft(
            request.user,
            place=form.destination,
            moved_from=words["place"],
            title=words["title"],
            body_html=words["body"],
            language=words["language"],
            kind=words["kind"],
            more=typed_beside(request.POST),
            client_token=words["client_token"],
            attachments=form.attachments,
        )
    except NotAllowedError:
        raise Http404 from None
    if "script" in request.POST:
        return JsonResponse(_told(draft, form.destination))
    for refusal in form.errors.get("uploads", ()):
        messages.error(request, str(refusal))
    if draft:
        say_it_is_kept(request)
    return redirect(address_of_place(form.destination))


@audience(Audience.MEMBERS)
@require_POST
def discard(request: MemberRequest) -> HttpResponse:
    """Forget a draft."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Http404
    discard_drafts(request.user, form.cleaned_data["place"])
    messages.success(request, _("The draft is discarded."))
    return redirect(address_of_place(form.cleaned_data["place"]))


def address_of_place(place: str) -> str:
    """Return the page on which a draft is gone on with."""
    kind, number, *rest = place.split(":")
    if kind == "room":
        return reverse("new_topic") + (f"?room={number}" if number != "0" else "")
    if kind == "comment":
        return reverse("edit_comment", args=[number])
    return reverse("answer", args=[number]) + (f"?to={rest[1]}" if rest else "")


def _told(draft: Draft | None, place: str) -> dict[str, Any]:
    if draft is None:
        return {"place": place, "words": ""}
    time = date_format(localtime(draft.saved_at), "H:i")
    return {"place": place, "words": _("Draft kept at %(time)s.") % {"time": time}}
