"""Previews of an issue: web page, e-mail and plain text per language, as readers would get them."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from interface.policies import MAIL_PREVIEW_POLICY
from newsletter import permissions
from newsletter.board import languages_of
from newsletter.cms.screens import SCREEN, TeamView
from newsletter.errors import CannotRenderError
from newsletter.freezing import fresh_renditions
from newsletter.letter import TOKEN
from newsletter.models import Issue, Rendition
from newsletter.trying import INERT_TOKEN
from newsletter.wording import pages_of

WIDTHS = (600, 375)
_PICTURE = re.compile(r"(<img\b[^>]*?)\ssrc=\"[^\"]*\"")


class IssuePreview(TeamView, TemplateView):
    """One form of one language, in a frame, with the way to the others."""

    template_name = "newsletter/cms/preview.html"

    def get_page_title(self) -> str:
        """Which issue."""
        return _("Preview of %(issue)s") % {"issue": self.get_issue()}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Where one is."""
        issue = self.get_issue()
        return self.trail((reverse(SCREEN, args=[issue.pk]), str(issue)), ("", _("Preview")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is shown, and how else it can be."""
        issue = self.get_issue()
        width = self.request.GET.get("width", "")
        images = self.request.GET.get("images", "")
        return super().get_context_data(**kwargs) | {
            "issue": issue,
            "languages": languages_of(issue.publication),
            "formats": Rendition.Format.choices,
            "language": self.kwargs["language"],
            "format": self.kwargs["format"],
            "width": int(width) if width in {str(each) for each in WIDTHS} else WIDTHS[0],
            "widths": WIDTHS,
            "without_images": images == "off",
            "back": reverse(SCREEN, args=[issue.pk]),
        }


@require_safe
def preview_part(request: HttpRequest, pk: int, language: str, format: str) -> HttpResponse:  # noqa: A002  # a URL's name
    """Answer the frame: the frozen bytes if the issue is approved, else what would be frozen now."""
    if not any(permissions.may(request.user, permission) for permission in permissions.ALL):
        raise Http404
    issue = get_object_or_404(Issue.objects.select_related("publication"), pk=pk)
    try:
        rendition = _rendition(issue, language=language, format_=format)
    except CannotRenderError as error:
        return _as_mail(HttpResponse(str(error), content_type="text/plain; charset=utf-8"))
    if format == Rendition.Format.WEB:
        return _web(request, issue=issue, rendition=rendition)
    body = rendition.body.replace(TOKEN, INERT_TOKEN)
    if format == Rendition.Format.TEXT:
        return _as_mail(HttpResponse(body, content_type="text/plain; charset=utf-8"))
    if request.GET.get("images") == "off":
        body = _PICTURE.sub(r"\1", body)
    return _as_mail(HttpResponse(body))


def _rendition(issue: Issue, *, language: str, format_: str) -> Rendition:
    frozen = issue.renditions.filter(language=language, format=format_).first()
    if frozen is not None:
        return frozen
    for rendition in fresh_renditions(issue):
        if (rendition.language, rendition.format) == (language, format_):
            return rendition
    raise Http404


def _as_mail(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = MAIL_PREVIEW_POLICY
    return response


def _web(request: HttpRequest, *, issue: Issue, rendition: Rendition) -> HttpResponse:
    page = pages_of(issue).get(rendition.language)
    if page is None:
        raise Http404
    with translation.override(rendition.language):
        return render(request, "newsletter/issue_page.html", {"page": page, "self": page, "rendition": rendition})
