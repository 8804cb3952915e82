"""One-click unsubscription, called by mail programs (RFC 8058)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from interface.audiences import Audience, audience
from newsletter.subscribing import end_subscription, find_subscription
from newsletter.trying import INERT_TOKEN


@audience(Audience.MACHINE)
@csrf_exempt
@never_cache
def one_click(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Unsubscribe on POST, again and again with the same answer; anything else is shown the page with the button.

    A forged token is answered with 410: a 404 without a language would be sent on to one with it.
    """
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    with translation.override(language):
        if request.method != "POST":
            return redirect(reverse("unsubscribe", args=[token]))
        subscription = find_subscription(token)
        if subscription is None and token != INERT_TOKEN:
            return _said(_("This link is not complete. Use the link at the foot of the mail."), status=410)
        if subscription is not None:
            end_subscription(subscription, source="one-click")
        return _said(_("You are unsubscribed."), status=200)


def _said(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
