"""The CMS's screen for entering a room that is closed to oneself."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from forum.entering import enter_room
from forum.errors import AlreadyReaderError
from forum.models import Room, RoomMember
from members.permissions import signed_in


class EntryForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The room's animators read it, and it stands in the log. For example: “Report no. 12”."),
        max_length=300,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EnterRoomView(WagtailAdminTemplateMixin, PermissionCheckedMixin, FormView[EntryForm]):
    """Says what entering means, asks for the reason, and lets in."""

    form_class = EntryForm
    template_name = "forum/cms/enter.html"
    permission_policy = ModelPermissionPolicy(RoomMember)
    permission_required = "add"
    header_icon = "key"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the room."""
        super().setup(request, *args, **kwargs)
        self.room = get_object_or_404(Room, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """The question."""
        return _("Enter the room “%(room)s”?") % {"room": self.room}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Rooms, the question."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("rooms:index"), "label": _("Rooms")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say who will be told."""
        animators = self.room.memberships.welcome().filter(role=RoomMember.Role.ANIMATOR).select_related("member")
        return super().get_context_data(**kwargs) | {"room": self.room, "animators": animators}

    def form_valid(self, form: EntryForm) -> HttpResponse:
        """Let in, or say that it is not needed."""
        try:
            enter_room(self.room, by=signed_in(self.request), reason=form.cleaned_data["reason"])
        except AlreadyReaderError:
            messages.warning(self.request, _("You can read this room already."))
            return redirect("rooms:index")
        messages.success(self.request, _("The room is open to you for 24 hours. Its animators have been told."))
        return redirect(self.room)
