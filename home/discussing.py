"""The way from a page to the discussion about it, for members; visitors' pages are the same for everybody."""

from typing import Any

from django.conf import settings

from contracts.discussing import Discussion
from contracts.loading import load
from home.models import ContentPage

DISCUSSED = frozenset({"article", "dossier", "event", "resource"})


def discussion_of(page: ContentPage, *, reader: Any) -> Discussion | None:
    """Return the way to the one discussion about this content, the same in all its languages; None for visitors."""
    if not getattr(reader, "is_approved", False) or page.kind not in DISCUSSED or not page.live:
        return None
    for discussions in load(settings.DISCUSSIONS):
        if found := discussions.about(page.key, reader=reader):
            return found
    return None
