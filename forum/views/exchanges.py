"""Needs and offers: all that are open in her rooms, and saying what came of one."""

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.exchanging import KINDS, end_exchange, open_exchanges, resume_exchange
from forum.models import Exchange
from forum.pages import resume_address
from forum.reading_forms import OutcomeForm
from forum.views.asking import MemberRequest, numbered
from forum.views.helping import stewarded
from interface.audiences import Audience, audience

ON_A_PAGE = 30


@audience(Audience.MEMBERS)
@require_safe
def exchanges(request: MemberRequest) -> HttpResponse:
    """What is looked for and what can be shared in her rooms, what ends soonest first."""
    topics = open_exchanges(request.user).with_marks_of(request.user).for_rows()
    kind = request.GET.get("kind", "")
    if kind in KINDS:
        topics = topics.filter(kind=kind)
    ordered = topics.select_related("room__main_theme", "exchange__theme").order_by(
        F("exchange__until").asc(nulls_last=True), "-created_at", "-pk"
    )
    page = numbered(request, ordered, size=ON_A_PAGE)
    for topic in page.object_list:
        topic.resume_url = resume_address(topic)
    context = {"page": page, "kind": kind if kind in KINDS else ""}
    return render(request, "forum/exchanges.html", context)


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what came of a need or an offer."""
    topic = stewarded(request, pk)
    exchange = Exchange.objects.filter(topic=topic).first()
    if exchange is None:
        raise Http404
    form = OutcomeForm(request.POST or None, instance=exchange, kind=topic.kind)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        end_exchange(topic, by=request.user, outcome=given["outcome"], words=given["outcome_words"])
        return redirect(topic)
    context = {"topic": topic, "room": topic.room, "form": form}
    return render(request, "forum/outcome_form.html", context, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_POST
def resume(request: MemberRequest, pk: int) -> HttpResponse:
    """Look for it, or offer it, again, without an end."""
    topic = stewarded(request, pk)
    resume_exchange(topic, by=request.user, until=None)
    return redirect(topic)
