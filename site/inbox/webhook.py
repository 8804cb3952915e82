"""Takes mail from a provider's webhook, checked and read by anymail: the only door to it."""

from email import policy
from typing import Any

from anymail.inbound import AnymailInboundMessage
from anymail.signals import inbound
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseGone
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from inbox.storing import store
from interface.audiences import Audience, audience


@audience(Audience.MACHINE)
@csrf_exempt
@never_cache
def arrive(request: HttpRequest, rest: str) -> HttpResponse:
    """Hand the request to anymail's view of the provider that this site uses; any other does not exist.

    The answer for others is 410: a 404 without a language would be sent on to one with it. anymail refuses a wrong
    secret or signature. An answer of 200 means that the mail is a row.
    """
    if not settings.INBOUND_PROVIDER or not rest.startswith(f"{settings.INBOUND_PROVIDER}/inbound"):
        return HttpResponseGone("", content_type="text/plain")
    try:
        found = resolve(f"/{rest}", urlconf="anymail.urls")
    except Resolver404:
        return HttpResponseGone("", content_type="text/plain")
    return found.func(request, *found.args, **found.kwargs)


@receiver(inbound)
def keep(sender: Any, event: Any, **_kwargs: Any) -> None:
    """Store what came."""
    message: AnymailInboundMessage = event.message
    # The older policy writes back whatever it has read; the newer one refuses some of it.
    store(message.as_bytes(policy=policy.compat32), recipient=message.envelope_recipient or "")
