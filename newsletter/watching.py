"""Notices when an issue's page gets new words, from whichever screen, and voids what no longer holds."""

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext as _

from newsletter.models import Issue, IssuePage
from newsletter.voiding import note_change


def watch_words() -> None:
    """Watch the pages: Wagtail's editor, a translation and our own screen all save one when its words are new.

    Not their revisions: when one of those is saved, the page does not know yet that it is the latest.
    """
    post_save.connect(_on_page, sender=IssuePage, dispatch_uid="newsletter.words")


def _on_page(sender: Any, instance: IssuePage, **kwargs: Any) -> None:
    issue = Issue.objects.filter(pk=instance.issue_id).select_related("publication").first()
    if issue is not None:
        note_change(issue, why=_("The words of the issue were changed."))
