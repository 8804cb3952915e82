"""Themes and tags in the CMS."""

from wagtail.snippets.models import register_snippet

from themes.viewsets import VocabularyGroup

register_snippet(VocabularyGroup)
