"""The door: a listed room's public page, one per language, which lets members through."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from forum.models.rooms import Room

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class RoomPageForm(WagtailAdminPageForm):
    """Offers listed rooms only: the others' names are not for everybody who edits pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "room" in self.fields:
            self.fields["room"].queryset = Room.objects.filter(Q(listed=True) | Q(pk=self.instance.room_id))


class RoomPage(Page):
    """What a room is for and how to join, for everybody; never what is said inside, nor how much."""

    # Nullable because copying a page runs full_clean, and a copy must not become a second door.
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="doors",
        verbose_name=_("room"),
    )
    introduction = RichTextField(
        _("what this room is for"),
        blank=True,
        features=FEATURES,
        help_text=_("For people who are not in it yet: which questions, for whom. Empty: the room's own description."),
    )
    how_to_join = RichTextField(
        _("how to join"),
        blank=True,
        features=FEATURES,
        help_text=_("For example: “Ask for access and say in one sentence what you do with mediation.”"),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("how_to_join"), FieldPanel("room")]
    # A translation points to the same room, whatever its translator would like.
    override_translatable_fields = [SynchronizedField("room", overridable=False), SynchronizedField("slug")]
    exclude_fields_in_copy: ClassVar[list[str]] = ["room"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = RoomPageForm
    template = "forum/door.html"

    class Meta:
        verbose_name = _("door of a room")
        verbose_name_plural = _("doors of rooms")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Offer it where pages stand, not in a section that lists content of one kind."""
        return bool(super().can_create_at(parent)) and getattr(parent, "lists", "nothing") == "nothing"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the door; a member who may read the room is led in. An unlisted room has no door."""
        if self.room and Room.objects.visible_to(request.user).filter(pk=self.room_id).exists():
            return redirect(self.room)
        if self.room is None or not self.room.listed:
            raise Http404
        return super().serve(request, *args, **kwargs)
