"""What may go wrong with editorial content."""

from wagtail.models import Page


class HomeError(Exception):
    """Base of everything that the editorial side raises."""


class ParentNotTranslatedError(HomeError):
    """The part of the site that should hold a version does not exist in its language: translate it first."""

    def __init__(self, parent: Page, language: str) -> None:
        super().__init__(f"“{parent.title}” has no version in {language!r}; translate it first.")
