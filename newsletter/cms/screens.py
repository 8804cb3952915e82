"""The issue's own screens: overview, new issue, board, words, previews. Reading changes nothing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import registry

from newsletter import permissions
from newsletter.arranging import override_text
from newsletter.board import board, languages_of
from newsletter.cms.forms import CommentForm, ItemTextForm, NewIssueForm, PlanForm, TestForm, WordsForm, next_hour
from newsletter.cms.steps import is_own, steps_for
from newsletter.composing import open_issue
from newsletter.errors import CannotRenderError, NewsletterError
from newsletter.freezing import changed_sources
from newsletter.letter import version_for
from newsletter.models import Issue, IssueDispatch, IssueItem, Publication
from newsletter.sources import get as content_of
from newsletter.variants import by_severity, findings
from newsletter.voiding import content_hash, standing_approval
from newsletter.wording import issue_title, pages_of, write_words
from outbox.models import Delivery

LIST, SCREEN = "newsletter_issues:index", "newsletter_issues:screen"
SHOWN = 12


class TeamView(WagtailAdminTemplateMixin):
    """A screen for those who compose, approve or send; for others it does not exist."""

    header_icon = "mail"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away who has none of the three rights."""
        if not any(permissions.may(request.user, permission) for permission in permissions.ALL):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_issue(self) -> Issue:
        """The issue of the address."""
        issues = Issue.objects.select_related("publication", "composed_by")
        return get_object_or_404(issues, pk=self.kwargs["pk"])

    def trail(self, *steps: tuple[str, str]) -> list[dict[str, str]]:
        """Return the breadcrumbs from the list of issues on."""
        home = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": reverse(LIST), "label": _("Issues")}]
        return [*home, *({"url": url, "label": label} for url, label in steps)]


class IssueList(TeamView, TemplateView):
    """Every publication with its open issues first."""

    template_name = "newsletter/cms/issues.html"
    page_title = gettext_lazy("Issues")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Where one is."""
        return [*self.trail()[:-1], {"url": "", "label": _("Issues")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read publications and issues in two queries."""
        issues: dict[int, list[Issue]] = {}
        newest = Issue.objects.select_related("publication", "composed_by").order_by("-planned_for", "-pk")
        for issue in newest[:200]:
            issues.setdefault(issue.publication_id, []).append(issue)
        shelves = [(publication, issues.get(publication.pk, [])[:SHOWN]) for publication in Publication.objects.all()]
        may_compose = permissions.may(self.request.user, permissions.COMPOSE)
        return super().get_context_data(**kwargs) | {"shelves": shelves, "may_compose": may_compose}


class NewIssue(TeamView, FormView[NewIssueForm]):
    """Opens the next issue of a publication, already filled."""

    form_class = NewIssueForm
    template_name = "newsletter/cms/form.html"
    page_title = gettext_lazy("New issue")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Where one is."""
        return self.trail(("", _("New issue")))

    def get_initial(self) -> dict[str, Any]:
        """Propose the publication of the link, and its next hour."""
        asked = self.request.GET.get("publication", "")
        publications = Publication.objects.filter(active=True)
        publication = publications.filter(pk=asked).first() if asked.isdigit() else publications.first()
        return {"publication": publication, "planned_for": next_hour(publication)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button."""
        return super().get_context_data(**kwargs) | {"button": _("Open and fill the issue"), "back": reverse(LIST)}

    def form_valid(self, form: NewIssueForm) -> HttpResponse:
        """Open it."""
        try:
            issue = open_issue(by=self.request.user, **form.cleaned_data)
        except NewsletterError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The issue is open and filled by its rubrics' rules."))
        return redirect(SCREEN, pk=issue.pk)


class IssueScreen(TeamView, TemplateView):
    """The board: rubrics with chosen items and candidates, the words, the checks, and the next steps."""

    template_name = "newsletter/cms/issue.html"

    def get_page_title(self) -> str:
        """The issue's name."""
        return str(self.get_issue())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Where one is."""
        return self.trail(("", self.get_page_title()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather all that the screen says."""
        issue, person = self.get_issue(), self.request.user
        may_arrange = issue.is_arrangeable and permissions.may(person, permissions.COMPOSE)
        in_review = issue.state == Issue.State.IN_REVIEW
        return super().get_context_data(**kwargs) | {
            "issue": issue,
            "columns": board(issue, language=_content_language(issue)),
            "may_arrange": may_arrange,
            "rubrics": [rubric for rubric in issue.publication.rubrics.all() if rubric.holds_items],
            "words": _words_by_language(issue),
            "findings": by_severity(findings(issue)) if issue.is_arrangeable else None,
            "source_changed": _source_changed(issue),
            "approval": standing_approval(issue),
            "steps": steps_for(issue, person=person),
            "is_own": in_review and is_own(issue, person=person),
            "seen": content_hash(issue) if in_review else "",
            "decline_form": CommentForm() if in_review and permissions.may(person, permissions.APPROVE) else None,
            "plan_form": PlanForm(initial={"planned_for": issue.planned_for}) if may_arrange else None,
            "test_form": TestForm(person_pk=person.pk) if issue.is_arrangeable else None,
            "counts": _counts(issue),
            "history": registry.get_logs_for_instance(issue).select_related("user").order_by("-timestamp")[:20],
        }


def _content_language(issue: Issue) -> str:
    """Show items in the editor's language if the publication has it."""
    mine = (get_language() or "")[:2]
    return mine if mine in issue.publication.languages else str(issue.publication.languages[0])


def _words_by_language(issue: Issue) -> list[dict[str, Any]]:
    pages = pages_of(issue)
    latest = {code: page.get_latest_revision_as_object() for code, page in pages.items()}
    return [
        {"code": code, "name": name, "page": pages.get(code), "words": latest.get(code)}
        for code, name in languages_of(issue.publication)
    ]


def _source_changed(issue: Issue) -> bool:
    if issue.state not in {Issue.State.APPROVED, Issue.State.SCHEDULED}:
        return False
    try:
        return changed_sources(issue)
    except CannotRenderError:
        return True


def _counts(issue: Issue) -> list[tuple[str, int]]:
    main = issue.dispatches.filter(purpose=IssueDispatch.Purpose.MAIN).first()
    if main is None:
        return []
    deliveries = Delivery.objects.filter(dispatch=main.dispatch_id)
    counted = [(label, deliveries.filter(state=state).count()) for state, label in Delivery.State.choices]
    return [(str(label), count) for label, count in counted if count]


class ItemWords(TeamView, TemplateView):
    """Title and lead of one item in every language, beside those of the source."""

    template_name = "newsletter/cms/item.html"
    page_title = gettext_lazy("Words of an item")

    def get_item(self) -> IssueItem:
        """The item of the address."""
        items = IssueItem.objects.select_related("issue__publication", "rubric").prefetch_related("texts")
        return get_object_or_404(items, pk=self.kwargs["item"], issue=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Where one is."""
        issue = self.get_item().issue
        return self.trail((reverse(SCREEN, args=[issue.pk]), str(issue)), ("", _("Words of an item")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A form per language, the source's words as its placeholders."""
        item = self.get_item()
        candidate = content_of([item.key]).get(item.key)
        own = {text.language: text for text in item.texts.all()}
        parts = []
        for code, name in languages_of(item.issue.publication):
            text = own.get(code)
            initial = {"title": text.title, "lead": text.lead} if text else {}
            form = kwargs.get("forms", {}).get(code) or ItemTextForm(initial=initial, prefix=code)
            source = version_for(candidate, language=code) if candidate else None
            parts.append({"code": code, "name": name, "form": form, "source": source})
        return super().get_context_data(**kwargs) | {"item": item, "parts": parts}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep all languages, or show what is wrong."""
        item = self.get_item()
        codes = [code for code, _name in languages_of(item.issue.publication)]
        filled = {code: ItemTextForm(request.POST, prefix=code) for code in codes}
        if not all(form.is_valid() for form in filled.values()):
            return self.render_to_response(self.get_context_data(forms=filled), status=422)
        try:
            for code, form in filled.items():
                override_text(item, language=code, by=request.user, **form.cleaned_data)
        except NewsletterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The words are kept."))
        return redirect(f"{reverse(SCREEN, args=[item.issue_id])}#item-{item.pk}")


class IssueWords(TeamView, FormView[WordsForm]):
    """Subject, preview line and editorial in one language."""

    form_class = WordsForm
    template_name = "newsletter/cms/words.html"

    def get_page_title(self) -> str:
        """Which issue, which language."""
        return issue_title(self.get_issue(), language=self.kwargs["language"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Where one is."""
        issue = self.get_issue()
        name = dict(languages_of(issue.publication)).get(self.kwargs["language"], "")
        return self.trail((reverse(SCREEN, args=[issue.pk]), str(issue)), ("", name))

    def get_initial(self) -> dict[str, Any]:
        """The latest words."""
        page = pages_of(self.get_issue()).get(self.kwargs["language"])
        if page is None:
            raise Http404
        latest = page.get_latest_revision_as_object()
        return {"subject": latest.subject, "preheader": latest.preheader, "edito": latest.edito}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button and the way back."""
        issue = self.get_issue()
        return super().get_context_data(**kwargs) | {
            "issue": issue,
            "language": self.kwargs["language"],
            "back": reverse(SCREEN, args=[issue.pk]),
            "button": _("Keep these words"),
        }

    def form_valid(self, form: WordsForm) -> HttpResponse:
        """Keep them."""
        issue = self.get_issue()
        try:
            write_words(issue, language=self.kwargs["language"], by=self.request.user, **form.cleaned_data)
        except NewsletterError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The words are kept."))
        return redirect(SCREEN, pk=issue.pk)
