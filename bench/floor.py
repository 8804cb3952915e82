"""The floor: our own smallest page, beside which others are timed.

Session and user, four indexed queries, one template, fifty stored bodies, about 52 KB.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

import config.urls
from forum.models import Comment, Reading, Room, Topic
from interface.audiences import Audience, audience

PAGE = engines["django"].from_string(
    "<!doctype html><title>Floor</title>"
    "{% for position, body in bodies %}<article><h2>{{ position }}</h2>{{ body|safe }}</article>{% endfor %}"
)


@audience(Audience.PUBLIC)
def floor(request: HttpRequest, pk: int) -> HttpResponse:
    """Fifty bodies of a topic, nothing else."""
    topic = Topic.objects.get(pk=pk)
    Room.objects.get(pk=topic.room_id)
    list(Reading.objects.filter(member=request.user.pk, topic=topic))
    bodies = (
        Comment.objects.filter(topic=topic, position__lte=50).order_by("position").values_list("position", "body_html")
    )
    return HttpResponse(PAGE.render({"bodies": bodies}, request))


urlpatterns = [path("floor/<int:pk>/", floor), *config.urls.urlpatterns]
