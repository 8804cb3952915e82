"""The CMS's report on incoming mail, and the screen of one mail."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from inbox.models import Received
from inbox.parsing import headers_of, one_line
from inbox.permissions import may_manage, readable
from inbox.reading import text_shown
from inbox.reasons import in_words
from inbox.settling import try_again

PER_PAGE, LONGEST_TEXT = 30, 20_000
State = Received.State


class _Screen(WagtailAdminTemplateMixin, TemplateView):
    """What both screens share: the way here, and that it does not exist for who may not see it."""

    header_icon = "mail"
    page_title = gettext_lazy("Incoming mail")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer those who may manage mail."""
        if not may_manage(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [*self.breadcrumbs_items, {"url": reverse("incoming_mails"), "label": self.page_title}]


class IncomingMails(_Screen):
    """Every mail that came, newest first, with what became of it and why."""

    template_name = "inbox/cms/incoming_mails.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List one page, of one state or of all."""
        state, mails = self.request.GET.get("state", ""), Received.objects.defer("raw")
        if state in State.values:
            mails = mails.filter(state=state)
        page = Paginator(mails, PER_PAGE).get_page(self.request.GET.get("p"))
        shown = readable(page, self.request.user)
        rows = [(mail, in_words(mail), mail.pk in shown) for mail in page]
        return super().get_context_data(states=State.choices, state=state, page_obj=page, rows=rows, **kwargs)


class IncomingMail(_Screen):
    """One mail: what became of it, its headers and its text; HTML is never shown live."""

    template_name = "inbox/cms/incoming_mail.html"

    @cached_property
    def shown(self) -> Received:
        """The mail."""
        return get_object_or_404(Received, pk=self.kwargs["pk"])

    @cached_property
    def is_readable(self) -> bool:
        """Whether she may read where it was sent to."""
        return bool(readable([self.shown], self.request.user))

    @property
    def name(self) -> str:
        """Its subject, if she may know that."""
        return ((self.shown.subject or self.shown.sender) if self.is_readable else "") or str(self.shown.pk)

    def get_page_subtitle(self) -> str:
        """Which mail."""
        return self.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here, and this mail."""
        own = reverse("incoming_mail_shown", args=[self.shown.pk])
        return [*super().get_breadcrumbs_items(), {"url": own, "label": self.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show headers and text only to who may read where it was sent to."""
        raw = bytes(self.shown.raw) if self.is_readable else b""
        headers = [(name, one_line(str(value))[:2000]) for name, value in headers_of(raw).items()][:200]
        text = text_shown(self.shown)[:LONGEST_TEXT] if raw else ""
        return super().get_context_data(
            mail=self.shown,
            reason=in_words(self.shown),
            is_readable=self.is_readable,
            is_kept=bool(self.shown.raw),
            headers=headers,
            text=text,
            **kwargs,
        )


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Handle a failed mail once more."""
    if not may_manage(request.user):
        raise Http404
    if try_again(get_object_or_404(Received, pk=pk), by=request.user):
        messages.success(request, _("The mail is handled once more."))
    return redirect("incoming_mail_shown", pk)
