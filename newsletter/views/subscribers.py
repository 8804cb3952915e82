"""Subscribe, confirm, preferences, unsubscribe: four pages without login, by a form or by the link of a mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from interface.audiences import Audience, audience
from newsletter.consent import wording
from newsletter.forms import PreferencesForm, SubscribeForm
from newsletter.limits import address_of, within_limit
from newsletter.models import Publication
from newsletter.subscribing import (
    ask_subscription,
    change_preferences,
    confirm_subscriptions,
    end_all,
    end_subscription,
    find_subscriber,
    find_subscription,
    start_again,
)
from newsletter.trying import INERT_TOKEN

ASKS_PER_HOUR = 20


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The public form. Its answer is the same for every address."""
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limit("subscribe", address_of(request), most=ASKS_PER_HOUR, seconds=3600):
            form.add_error(None, _("Too many subscriptions were asked for from here. Try again in an hour."))
        else:
            _ask(form)
            return redirect("subscribe_sent")
    publications = list(Publication.objects.open())
    context = {"form": form, "wording": wording(publications), "publications": publications}
    return render(request, "newsletter/subscriber/subscribe.html", context, status=_status(form))


def _ask(form: SubscribeForm) -> None:
    if form.is_from_a_program:
        return
    ask_subscription(
        form.cleaned_data["email"],
        publications=list(form.cleaned_data["publications"]),
        language=form.cleaned_data["language"],
        source="form",
    )


@audience(Audience.PUBLIC)
@require_safe
def subscribe_sent(request: HttpRequest) -> HttpResponse:
    """Tell to look in the mailbox."""
    return render(request, "newsletter/subscriber/sent.html")


@audience(Audience.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; only pressing it confirms, so that a scanner of links cannot."""
    subscriber = find_subscriber(token)
    if subscriber is None:
        return _unknown_link(request, token)
    if request.method == "POST":
        confirm_subscriptions(subscriber)
        return _told(request, token, "confirmed")
    asked = subscriber.subscriptions.filter(state="asked").select_related("publication")
    if not asked:
        return redirect("subscription", token=token)
    publications = [subscription.publication for subscription in asked]
    context = {"subscriber": subscriber, "publications": publications, "wording": wording(publications)}
    return render(request, "newsletter/subscriber/confirm.html", context)


@audience(Audience.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """The preferences: newsletters, language, or nothing more at all."""
    subscriber = find_subscriber(token)
    if subscriber is None:
        return _unknown_link(request, token)
    if request.method == "POST" and "unsubscribe_all" in request.POST:
        end_all(subscriber, source="preferences")
        return _told(request, token, "ended")
    form = PreferencesForm(request.POST or None, subscriber=subscriber)
    if request.method == "POST" and form.is_valid():
        change_preferences(subscriber, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            return _told(request, token, "kept")
    context = {"form": form, "subscriber": subscriber, "done": request.GET.get("done", ""), "token": token}
    context["receives"] = subscriber.subscriptions.filter(state="confirmed").exists()
    return render(request, "newsletter/subscriber/preferences.html", context, status=_status(form))


@audience(Audience.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One button that ends one subscription; afterwards, one that takes it back."""
    found = find_subscription(token)
    if found is None or found.subscriber.erased_at is not None:
        return _unknown_link(request, token)
    if request.method == "POST":
        if "again" in request.POST:
            start_again(found, source="unsubscribe page")
        else:
            end_subscription(found, source="unsubscribe page")
        return redirect("unsubscribe", token=token)
    return render(request, "newsletter/subscriber/unsubscribe.html", {"subscription": found, "token": token})


def _unknown_link(request: HttpRequest, token: str) -> HttpResponse:
    """A cut or forged link, and the inert one of test mails, get a page that says what to do."""
    is_test = token == INERT_TOKEN
    context = {"is_test": is_test}
    return render(request, "newsletter/subscriber/unknown_link.html", context, status=200 if is_test else 404)


def _told(request: HttpRequest, token: str, what: str) -> HttpResponse:
    response = redirect("subscription", token=token)
    response["Location"] += f"?done={what}"
    return response


def _status(form: SubscribeForm | PreferencesForm) -> int:
    return 422 if form.errors else 200
