"""How a room lives, for its animators: a page, and the same numbers as a table for a spreadsheet."""

import csv
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.charts import HEIGHT, WIDTH, columns
from forum.insight import Insight, insight_of
from forum.models import Room
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_safe
def insight(request: MemberRequest, pk: int) -> HttpResponse:
    """Numbers, two small charts and a table."""
    room = _animated(request, pk)
    found = insight_of(room)
    context = {"room": room, "insight": found, "charts": _charts(found), "width": WIDTH, "height": HEIGHT}
    return render(request, "forum/insight.html", context)


@audience(Audience.MEMBERS)
@require_safe
def figures(request: MemberRequest, pk: int) -> HttpResponse:
    """The table as CSV: semicolons and a byte order mark, as spreadsheets in Belgium expect them."""
    room = _animated(request, pk)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(room.name) or room.pk}.csv"'
    sheet = csv.writer(answer, delimiter=";")
    sheet.writerow([_("Month"), _("Discussions"), _("Messages"), _("Median hours to a first answer")])
    for month in insight_of(room).months:
        hours = "" if month.answered_in is None else round(month.answered_in.total_seconds() / 3600, 1)
        sheet.writerow([f"{month.first_day:%Y-%m}", month.topics, month.comments, str(hours).replace(".", ",")])
    return answer


def _animated(request: MemberRequest, pk: int) -> Room:
    return get_object_or_404(Room.objects.animated_by(request.user).select_related("main_theme"), pk=pk)


def _charts(found: Insight) -> list[dict[str, Any]]:
    names = [date_format(month.first_day, "N") for month in found.months]
    topics, comments = [month.topics for month in found.months], [month.comments for month in found.months]
    return [
        {"title": _("Discussions started per month"), "columns": columns(list(zip(names, topics, strict=True)))},
        {"title": _("Messages per month"), "columns": columns(list(zip(names, comments, strict=True)))},
    ]
