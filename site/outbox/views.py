"""The CMS's report on outgoing mail, and the screens of one dispatch."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from outbox.errors import DispatchCancelledError
from outbox.models import Delivery, Dispatch
from outbox.permissions import may_manage
from outbox.reachability import last_heard
from outbox.reporting import Progress, last_tries, progress_of, progress_of_all, senders_of, with_subject
from outbox.steering import cancel_dispatch, pause_dispatch, resume_dispatch, send_again

PER_PAGE = 30


class _OutgoingMailScreen(WagtailAdminTemplateMixin, TemplateView):
    """What all screens share: the way here, and that it does not exist for who may not see it."""

    header_icon = "mail"
    page_title = gettext_lazy("Outgoing mail")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer those who may manage dispatches."""
        if not may_manage(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [*self.breadcrumbs_items, {"url": reverse("outgoing_mail"), "label": self.page_title}]


class _DispatchScreen(_OutgoingMailScreen):
    """A screen of one dispatch."""

    @cached_property
    def shown(self) -> Dispatch:
        """The dispatch."""
        return _dispatch(self.kwargs["pk"])

    @cached_property
    def progress(self) -> Progress:
        """Its deliveries by state."""
        return progress_of([self.shown])[self.shown.pk]

    @property
    def name(self) -> str:
        """Its subject, or its kind once its words are erased."""
        return getattr(self.shown, "subject", "") or self.shown.get_kind_display()

    def get_page_subtitle(self) -> str:
        """Which dispatch."""
        return self.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here, and this dispatch."""
        own = reverse("outgoing_dispatch", args=[self.shown.pk])
        return [*super().get_breadcrumbs_items(), {"url": own, "label": self.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every screen knows the dispatch and its counts."""
        return super().get_context_data(dispatch=self.shown, progress=self.progress, **kwargs)


class OutgoingMail(_OutgoingMailScreen):
    """The state of the mail server, counts that add up, and every dispatch with its progress."""

    template_name = "outbox/cms/outgoing_mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count, and list one page of dispatches; account mails are many and stand apart."""
        kind = self.request.GET.get("kind", "")
        dispatches = with_subject(Dispatch.objects.all())
        if kind in Dispatch.Kind.values:
            dispatches = dispatches.filter(kind=kind)
        else:
            dispatches = dispatches.exclude(kind=Dispatch.Kind.ACCOUNT)
        page = Paginator(dispatches, PER_PAGE).get_page(self.request.GET.get("p"))
        progress = progress_of(page)
        return super().get_context_data(
            server=last_heard(),
            totals=progress_of_all(),
            kinds=Dispatch.Kind.choices,
            kind=kind,
            page_obj=page,
            rows=[(dispatch, progress[dispatch.pk]) for dispatch in page],
            **kwargs,
        )


class OutgoingDispatch(_DispatchScreen):
    """One dispatch: its deliveries by state, each with the last answer to it."""

    template_name = "outbox/cms/dispatch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the deliveries of one state, or all."""
        deliveries, state = self.shown.deliveries.order_by("pk"), self.request.GET.get("state", "")
        if state in Delivery.State.values:
            deliveries = deliveries.filter(state=state)
        page = Paginator(deliveries, PER_PAGE).get_page(self.request.GET.get("p"))
        tries = last_tries(page)
        rows = [(delivery, tries.get(delivery.pk)) for delivery in page]
        senders = senders_of(self.shown)
        return super().get_context_data(state=state, page_obj=page, rows=rows, senders=senders, **kwargs)


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a dispatch."""
    dispatch = _steerable(request, pk)
    if pause_dispatch(dispatch):
        messages.success(request, _("The dispatch is paused: no further mail of it leaves."))
    return redirect("outgoing_dispatch", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Resume a paused dispatch."""
    dispatch = _steerable(request, pk)
    if resume_dispatch(dispatch):
        messages.success(request, _("The dispatch goes on where it was paused."))
    return redirect("outgoing_dispatch", pk)


class Cancel(_DispatchScreen):
    """Says how many mails will not be sent, and asks once more."""

    template_name = "outbox/cms/cancel.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancel."""
        if cancel_dispatch(_dispatch(pk)):
            messages.success(request, _("The dispatch is cancelled: what was still waiting will not be sent."))
        return redirect("outgoing_dispatch", pk)


class SendAgain(_DispatchScreen):
    """Lists the uncertain mails by address, warns, and sends the chosen ones again."""

    template_name = "outbox/cms/send_again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them; words that were erased cannot be sent."""
        unknown = self.shown.deliveries.filter(state=Delivery.State.UNKNOWN, message__erased_at=None)
        return super().get_context_data(unknown=unknown.order_by("address")[:500], **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the ticked ones again, in the name of who ticked them."""
        chosen = [int(key) for key in request.POST.getlist("delivery") if key.isascii() and key.isdigit()]
        try:
            count = send_again(_dispatch(pk), deliveries=chosen, authorised_by=f"member:{request.user.pk}")
        except DispatchCancelledError:
            messages.error(request, _("This dispatch was cancelled, so nothing of it can be sent again."))
            return redirect("outgoing_dispatch", pk)
        if not count:
            messages.error(request, _("Tick the mails that should be sent again."))
            return redirect("outgoing_send_again", pk)
        said = ngettext("%(count)s mail will be sent again.", "%(count)s mails will be sent again.", count)
        messages.success(request, said % {"count": count})
        return redirect("outgoing_dispatch", pk)


def _steerable(request: HttpRequest, pk: int) -> Dispatch:
    if not may_manage(request.user):
        raise Http404
    return _dispatch(pk)


def _dispatch(pk: int) -> Dispatch:
    return get_object_or_404(with_subject(Dispatch.objects.all()), pk=pk)
