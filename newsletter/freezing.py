"""Freezes an approved issue: the bytes of every variant, once, with their hash."""

import hashlib

from newsletter.models import Issue, Rendition
from newsletter.variants import Variant, variants
from newsletter.web_page import without_host


def freeze_renditions(issue: Issue) -> list[Rendition]:
    """Make the renditions of an issue that has none, in the caller's transaction. Raises CannotRenderError."""
    issue.renditions.all().delete()
    return Rendition.objects.bulk_create(fresh_renditions(issue))


def fresh_renditions(issue: Issue) -> list[Rendition]:
    """Return, unsaved, what would be frozen now."""
    return [rendition for variant in variants(issue).values() for rendition in _renditions(issue, variant)]


def _renditions(issue: Issue, variant: Variant) -> list[Rendition]:
    bodies = {
        Rendition.Format.HTML: variant.html,
        Rendition.Format.TEXT: variant.text,
        Rendition.Format.WEB: without_host(variant.web),
    }
    letter = variant.letter
    return [
        Rendition(
            issue=issue,
            language=letter.language,
            audience=letter.audience,
            format=format_,
            subject=letter.words.subject,
            preheader=letter.words.preheader,
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
        )
        for format_, body in bodies.items()
    ]


def changed_sources(issue: Issue) -> bool:
    """Whether the sources say something else now than the frozen renditions; what was approved leaves all the same."""
    frozen = set(issue.renditions.values_list("language", "format", "sha256"))
    fresh = {(rendition.language, str(rendition.format), rendition.sha256) for rendition in fresh_renditions(issue)}
    return bool(frozen) and frozen != fresh
