"""A topic to be printed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum.models import Topic
from forum.printing import SIZE, print_page
from forum.views.asking import MemberRequest, numbered
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_safe
def print_topic(request: MemberRequest, pk: int) -> HttpResponse:
    """All messages, without buttons; `names=0` masks who wrote them."""
    topics = Topic.objects.visible_to(request.user).select_related("room", "summary", "exchange__theme", "author")
    topic = get_object_or_404(topics, pk=pk)
    masked = request.GET.get("names") == "0"
    page = numbered(request, range(topic.last_position), size=SIZE)
    printed = print_page(topic, number=page.number, masked=masked)
    context = {"topic": topic, "room": topic.room, "page": page, "printed": printed, "masked": masked}
    return render(request, "forum/print.html", context)
