"""One's own calendar address: look at it, renew it, take it back; and the calendar that programs read there."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.calendar_addresses import close_calendar, member_behind, renew_calendar, token_of
from forum.calendars import CONTENT_TYPE, calendar_of, meetings_of
from forum.models import CalendarKey
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience
from interface.network import network_of


@audience(Audience.MEMBERS)
@require_safe
def my_calendar(request: MemberRequest) -> HttpResponse:
    """Show her address, or offer one."""
    key = CalendarKey.objects.filter(member=request.user).first()
    address = settings.SITE_URL + reverse("member_calendar", args=[token_of(key)]) if key else ""
    context = {"key": key, "address": address, "webcal": "webcal:" + address.split(":", 1)[-1]}
    return render(request, "forum/my_calendar.html", context)


@audience(Audience.MEMBERS)
@require_POST
def renew(request: MemberRequest) -> HttpResponse:
    """Make an address; the one before it answers no more."""
    renew_calendar(request.user)
    messages.success(request, _("Here is your new address."))
    return redirect("my_calendar")


@audience(Audience.MEMBERS)
@require_POST
def close(request: MemberRequest) -> HttpResponse:
    """Take the address back."""
    close_calendar(request.user)
    messages.success(request, _("Your calendar address answers no more."))
    return redirect("my_calendar")


@audience(Audience.MACHINE)
@require_safe
def member_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of the rooms that she is in now, for her calendar program."""
    member = member_behind(token)
    if member is None:
        raise Http404
    with translation.override(member.language):
        calendar = calendar_of(meetings_of(member), name=network_of(request).name)
    return HttpResponse(calendar, content_type=CONTENT_TYPE, headers={"Cache-Control": "private, no-store"})
