"""The feed of a public newsletter's issues, per language."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from interface.audiences import Audience, audience
from newsletter.letter import absolute
from newsletter.models import Publication
from newsletter.reading import Kept, issues_for, kept

LENGTH = 20


class IssueFeed(Feed[Kept, Publication]):
    """Atom (RFC 4287), the newest issues first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Publication:
        """Return the publication of this address part; only public ones have a feed."""
        language = (get_language() or "fr")[:2]
        return get_object_or_404(Publication.objects.filter(group=None), **{f"slug_{language}": kwargs["slug"]})

    def title(self, obj: Publication) -> str:
        """The publication's name."""
        return obj.name

    def subtitle(self, obj: Publication) -> str:
        """What it is."""
        return obj.about

    def link(self, obj: Publication) -> str:
        """The archive."""
        return absolute(reverse("letter_archive"))

    def items(self, obj: Publication) -> list[Kept]:
        """The newest issues that anybody may read."""
        language = (get_language() or "fr")[:2]
        return kept(issues_for(None, language=language, publication=obj)[:LENGTH])

    def item_title(self, item: Any) -> str:
        """The subject of the mail."""
        return str(item.subject)

    def item_description(self, item: Kept) -> str:
        """Its number."""
        return _("No. %(number)s") % {"number": item.number}

    def item_link(self, item: Kept) -> str:
        """Its page."""
        return absolute(item.url)

    def item_pubdate(self, item: Kept) -> Any:
        """When the mail began to leave."""
        return item.sent_at

    def item_updateddate(self, item: Kept) -> Any:
        """The archive does not change."""
        return item.sent_at


issue_feed = audience(Audience.PUBLIC)(IssueFeed())
