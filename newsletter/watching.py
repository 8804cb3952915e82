"""Notices when an issue's page gets new words, from whichever screen, and voids what no longer holds."""

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.models import Revision

from newsletter.models import Issue, IssuePage
from newsletter.voiding import note_change


def watch_words() -> None:
    """Watch revisions: Wagtail's editor, a translation and our own screen all write one."""
    post_save.connect(_on_revision, sender=Revision, dispatch_uid="newsletter.words")


def _on_revision(sender: Any, instance: Revision, created: bool, **kwargs: Any) -> None:  # noqa: FBT001  # Django's call
    if not created or instance.content_type.model_class() is not IssuePage:
        return
    issue = Issue.objects.filter(pages=int(instance.object_id)).select_related("publication").first()
    if issue is not None:
        note_change(issue, why=_("The words of the issue were changed."))
