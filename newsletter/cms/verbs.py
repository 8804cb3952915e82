"""What the buttons of the issue's screen do: parse, call one verb, go back to the same place."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from newsletter import permissions
from newsletter.approving import decline_issue
from newsletter.arranging import add_item, drop_item, move_item, restore_item
from newsletter.cms.forms import CommentForm, PlanForm, TestForm
from newsletter.cms.screens import SCREEN
from newsletter.cms.steps import step_named
from newsletter.errors import NewsletterError, NotReadyError
from newsletter.models import Issue, IssueItem, Rubric
from newsletter.scheduling import plan_issue
from newsletter.trying import send_test
from newsletter.voiding import ASKED_ABOUT


def _issue(request: HttpRequest, pk: int) -> Issue:
    if not any(permissions.may(request.user, permission) for permission in permissions.ALL):
        raise Http404
    return get_object_or_404(Issue.objects.select_related("publication"), pk=pk)


def _back(issue: Issue, place: str = "") -> HttpResponse:
    address = reverse(SCREEN, args=[issue.pk])
    return redirect(f"{address}#{place}" if place else address)


def _told(request: HttpRequest, verb: Callable[[], str | None], *, changing: Issue | None = None) -> bool:
    """Call the verb, and say what came of it; also that it took the approval away from the issue it changes."""
    before = changing.state if changing else ""
    try:
        said = verb()
    except NotReadyError as error:
        messages.error(request, " ".join([str(error), *(finding.sentence for finding in error.findings[:3])]))
        return False
    except NewsletterError as error:
        messages.error(request, str(error))
        return False
    if said:
        messages.success(request, said)
    if changing and before in ASKED_ABOUT and Issue.objects.get(pk=changing.pk).state == Issue.State.DRAFT:
        messages.warning(request, _("The approval no longer counts: the issue is a draft again."))
    return True


@require_POST
def arrange(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Move up or down, move to a rubric, drop, or bring back."""
    issue = _issue(request, pk)
    chosen = get_object_or_404(IssueItem.objects.select_related("issue", "rubric"), pk=item, issue=issue)
    action = request.POST.get("action", "")
    if action not in ACTIONS:
        raise Http404
    _told(request, lambda: ACTIONS[action](chosen, request), changing=issue)
    return _back(issue, f"item-{chosen.pk}")


def _step(item: IssueItem, request: HttpRequest, by: int) -> None:
    position = _whole(request.POST.get("position"))
    move_item(item, position=position + by, by=request.user)


def _move(item: IssueItem, request: HttpRequest) -> None:
    rubric = get_object_or_404(Rubric, pk=_whole(request.POST.get("rubric")), publication=item.publication_id)
    move_item(item, rubric=rubric, position=10_000, by=request.user)


ACTIONS: dict[str, Callable[[IssueItem, HttpRequest], None]] = {
    "up": lambda item, request: _step(item, request, -1),
    "down": lambda item, request: _step(item, request, 1),
    "move": _move,
    "drop": lambda item, request: drop_item(item, by=request.user),
    "restore": lambda item, request: restore_item(item, by=request.user),
}


@require_POST
def add(request: HttpRequest, pk: int, rubric: int) -> HttpResponse:
    """Choose a candidate."""
    issue = _issue(request, pk)
    target = get_object_or_404(Rubric, pk=rubric, publication=issue.publication_id)
    key = request.POST.get("key", "").replace("\0", "")[:120]
    _told(request, lambda: _added(issue, target, key, request), changing=issue)
    return _back(issue, f"rubric-{target.pk}")


def _added(issue: Issue, rubric: Rubric, key: str, request: HttpRequest) -> None:
    add_item(issue, rubric=rubric, key=key, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take one of the issue's steps; those that cannot be taken back are asked about first."""
    issue, step = _issue(request, pk), step_named(name)
    if step is None or not permissions.may(request.user, step.permission):
        raise Http404
    if request.method != "POST" or (step.asks and "sure" not in request.POST):
        if step.asks is None:
            raise Http404
        context = {"issue": issue, "step": step, "question": step.asks(issue), "back": reverse(SCREEN, args=[pk])}
        return render(request, "newsletter/cms/confirm.html", context)
    _told(request, lambda: step.run(issue, request.user, request.POST))
    return _back(issue)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, with the reason."""
    issue, form = _issue(request, pk), CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what should change: the issue was not declined."))
        return _back(issue, "decline")
    _told(request, lambda: _declined(issue, form.cleaned_data["comment"], request))
    return _back(issue)


def _declined(issue: Issue, comment: str, request: HttpRequest) -> str:
    decline_issue(issue, by=request.user, comment=comment)
    return _("The issue is a draft again. Who asked gets your comment by mail.")


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose another hour."""
    issue, form = _issue(request, pk), PlanForm(request.POST)
    if form.is_valid():
        _told(request, lambda: _planned(issue, form.cleaned_data["planned_for"], request), changing=issue)
    else:
        messages.error(request, form.errors["planned_for"][0])
    return _back(issue, "plan")


def _planned(issue: Issue, planned_for: Any, request: HttpRequest) -> str:
    plan_issue(issue, planned_for=planned_for, by=request.user)
    return _("The hour is changed.")


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test to people of the team."""
    issue, form = _issue(request, pk), TestForm(request.POST, person_pk=request.user.pk)
    if form.is_valid():
        _told(request, lambda: _tested(issue, list(form.cleaned_data["people"]), request))
    else:
        messages.error(request, _("Choose who gets the test."))
    return _back(issue, "test")


def _tested(issue: Issue, people: list[Any], request: HttpRequest) -> str:
    count = send_test(issue, to=people, by=request.user)
    return ngettext("%(count)s test mail is leaving.", "%(count)s test mails are leaving.", count) % {"count": count}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
