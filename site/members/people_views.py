"""Pages about people, for members: the directory, a profile, an organisation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interface.audiences import Audience, audience
from members.directory import colleagues, organisations
from members.directory_forms import DirectoryFilter
from members.forms import HandoverForm
from members.handing_over import hand_over, preview, successors_of
from members.models import Member
from members.permissions import signed_in
from members.sharing import places_in_common

PEOPLE_ON_A_PAGE = 48


@audience(Audience.MEMBERS)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List colleagues, narrowed by what the reader looks for."""
    form = DirectoryFilter(request.GET, reader=signed_in(request))
    page = Paginator(form.people(), PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "members/directory.html", {"form": form, "page": page, "query": query.urlencode()})


@audience(Audience.MEMBERS)
@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who somebody is, for whom she works, what one can ask her about, and where both meet."""
    reader = signed_in(request)
    found = get_object_or_404(Member.objects.visible_to(reader).select_related("organisation"), pk=pk)
    context = {
        "person": found,
        "themes": sorted(found.themes.all(), key=lambda theme: theme.name),
        "places": places_in_common(reader, found),
        "is_self": found == reader,
    }
    return render(request, "members/member.html", context)


@audience(Audience.MEMBERS)
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who an organisation is, and its people."""
    reader = signed_in(request)
    found = get_object_or_404(organisations(reader), pk=pk)
    people = colleagues(reader).filter(organisation=found).select_related("organisation").order_by("name", "pk")
    page = Paginator(people, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/organisation.html", {"organisation": found, "page": page})


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Let a member who leaves name her successor, after seeing what passes on."""
    leaving = signed_in(request)
    form = HandoverForm(request.POST or None, member=leaving)
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["successor"]
        hand_over(leaving, to=successor, by=leaving)
        messages.success(request, _("%(name)s takes over, and is told so.") % {"name": successor.name})
        return redirect("profile")
    context = {"form": form, "parts": preview(leaving), "has_successors": successors_of(leaving).exists()}
    return render(request, "members/handover.html", context, status=422 if form.errors else 200)
