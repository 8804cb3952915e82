"""An answer that came by mail and waits for its member's click."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.errors import NotAllowedError
from forum.pages import address_of
from forum.replies import RefusedError, as_html, discard_answer, publish_answer, topic_of, waiting_answer
from forum.reply_mails import SENTENCES
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience
from languages.guessing import guess
from richtext.cleaning import clean


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the words that came; POST publishes them."""
    try:
        received, mail = waiting_answer(pk, member=request.user)
        placed = publish_answer(received, by=request.user) if request.method == "POST" else None
        refusal = ""
    except NotAllowedError:
        raise Http404 from None
    except RefusedError as error:
        placed, refusal = None, str(SENTENCES[error.reason])
    if placed:
        for line in placed.left_out:
            messages.warning(request, line)
        messages.success(request, _("Your answer is published."))
        return redirect(address_of(placed.comment.topic, position=placed.comment.position))
    context = {
        "received": received,
        "mail": mail,
        "words": clean(as_html(mail.words)),
        "language": guess(mail.words, request.user.language),
        "topic": topic_of(mail, reader=request.user),
        "refusal": refusal,
    }
    return render(request, "forum/waiting_answer.html", context, status=422 if refusal else 200)


@audience(Audience.MEMBERS)
@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw the words away."""
    try:
        received, _mail = waiting_answer(pk, member=request.user)
        discard_answer(received, by=request.user)
    except NotAllowedError:
        raise Http404 from None
    messages.success(request, _("The answer is discarded: nobody has read it."))
    return redirect("whats_new")
