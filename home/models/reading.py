"""Which content a reader may see, in which language, about what: the questions that every list starts from."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from wagtail.models import Page, PageViewRestriction

from themes.models import Tag, Theme


class ThemeLink(models.Model):
    """One theme of one content. A child row, so that it follows drafts and translations."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class TagLink(models.Model):
    """One tag of one content."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ReadingQuerySet(models.QuerySet[Any]):
    """The questions that pages and entries answer alike. Children point to their content by `content`."""

    versions: Any  # where the other languages of a row are found
    theme_links: Any  # the child rows, a ThemeLink
    tag_links: Any

    def visible_to(self, _user: Any) -> Self:
        """Return what this person may read: editorial content is for everybody, once it is live."""
        return self.filter(live=True)

    def in_language(self, language: str) -> Self:
        """Return each visible content once: in this language, or in the one that it has."""
        others = self._others().exclude(pk=OuterRef("pk"))
        better = others.filter(Q(locale__language_code=language) | Q(locale_id__lt=OuterRef("locale_id")))
        return self.filter(Q(locale__language_code=language) | ~Exists(better))

    def _others(self) -> models.QuerySet[Any]:
        return self.versions._default_manager.filter(live=True, translation_key=OuterRef("translation_key"))

    def lacking(self, language: str) -> Self:
        """Return live content that has no live version in this language."""
        versions = self._others().filter(locale__language_code=language)
        return self.filter(~Exists(versions), live=True).exclude(locale__language_code=language)

    def about(self, themes: Any) -> Self:
        """Return content with any of these themes (rows, primary keys or a queryset)."""
        return self.filter(Exists(self.theme_links._default_manager.filter(content=OuterRef("pk"), theme__in=themes)))

    def carrying(self, tags: Any) -> Self:
        """Return content with any of these tags (rows, primary keys or a queryset)."""
        return self.filter(Exists(self.tag_links._default_manager.filter(content=OuterRef("pk"), tag__in=tags)))


class PublicPage:
    """A page for everybody: the CMS offers no restriction for it, and one above it is found with one query, not two."""

    private_page_options: ClassVar[list[str]] = []
    path: str

    def get_view_restrictions(self) -> Any:
        """Return the restrictions of this page and those above it."""
        above = [self.path[:end] for end in range(Page.steplen, len(self.path) + 1, Page.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=above)


class PageReadingQuerySet(ReadingQuerySet):
    """The same for pages: an alias is no version of its own, and a page behind a restriction is nobody's to list."""

    versions = Page

    def visible_to(self, _user: Any) -> Self:
        """Return live pages outside any restricted part of the tree."""
        # The path of each restricted page by a subquery: as a join, the planner reads every page for every page.
        its_path = Subquery(Page.objects.filter(pk=OuterRef("page_id")).order_by().values("path"))
        here = ExpressionWrapper(OuterRef("path"), models.CharField())
        walls = PageViewRestriction.objects.annotate(here=here, wall=its_path).filter(here__startswith=F("wall"))
        return self.filter(~Exists(walls), live=True, alias_of=None)

    def _others(self) -> models.QuerySet[Any]:
        return super()._others().filter(alias_of=None)
