"""The public, editorial side: pages by kind, and dated entries."""

from home.models.content import ContentPage, PageTag, PageTheme
from home.models.entries import Entry, EntryLink, EntryTag, EntryTheme
from home.models.events import EventPage
from home.models.kinds import ArticlePage, BriefPage, DossierPage, ResourcePage
from home.models.places import HomePage, PlainPage, SectionPage

__all__ = [
    "ArticlePage",
    "BriefPage",
    "ContentPage",
    "DossierPage",
    "Entry",
    "EntryLink",
    "EntryTag",
    "EntryTheme",
    "EventPage",
    "HomePage",
    "PageTag",
    "PageTheme",
    "PlainPage",
    "ResourcePage",
    "SectionPage",
]
