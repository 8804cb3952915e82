"""For the CMS's screens whose saving lets people in or out of groups and rooms: they show who, before."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.template.response import TemplateResponse

from members.rehearsing import Change, mark_of


class Previewed:
    """A mixin for Wagtail's views that create and edit: a save that moves people is asked about first."""

    preview_template = "members/cms/changes.html"

    def rehearse(self, form: Any) -> list[Change]:
        """Say what saving this form would change."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Save what moves nobody, or what has been looked at; show anything else."""
        request = self.request  # type: ignore[attr-defined]  # a mixin for Wagtail's views
        changes = self.rehearse(form)
        if changes and request.POST.get("seen") != mark_of(changes):
            said = [(name, value) for name, values in request.POST.lists() for value in values]
            hidden = [(name, value) for name, value in said if name not in {"csrfmiddlewaretoken", "seen"}]
            self.form = form
            context = self.get_context_data(form=form)  # type: ignore[attr-defined]
            about = {"changes": changes, "mark": mark_of(changes), "hidden": hidden}
            return TemplateResponse(request, self.preview_template, context | about)
        saved: HttpResponse = super().form_valid(self._fresh())  # type: ignore[misc]
        return saved

    def _fresh(self) -> Any:
        """Return the form once more: the rehearsed one believes that its rows stand."""
        if getattr(self, "object", None) is not None and "pk" in self.kwargs:  # type: ignore[attr-defined]
            self.object = self.get_object()  # type: ignore[attr-defined]
        else:
            self.object = None
        form = self.get_form()  # type: ignore[attr-defined]
        form.is_valid()
        return form


class PreviewedDelete:
    """The same for deleting: Wagtail's own question shows who goes."""

    template_name = "members/cms/delete_with_changes.html"

    def rehearse(self) -> list[Change]:
        """Say what deleting would change."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add it."""
        return super().get_context_data(**kwargs) | {"changes": self.rehearse()}  # type: ignore[misc]
