"""What is new, for feed readers: one Atom feed per language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.addresses import Addresses
from home.listing import newest, of_kind
from home.models import ContentPage
from interface.network import network_of

ITEMS = 30


class NewsFeed(Feed[ContentPage, Any]):
    """The newest content in the language of the address."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Keep what the answers below need."""
        self.addresses = Addresses()
        self.network = network_of(request)
        return None

    def title(self) -> str:
        """The network's name."""
        return _("What is new at %(network)s") % {"network": self.network.name}

    def link(self) -> str:
        """The home page."""
        return f"{settings.SITE_URL}/{_language()}/"

    def feed_url(self) -> str:
        """Its own address."""
        return settings.SITE_URL + reverse("news_feed")

    def items(self) -> Any:
        """The newest content."""
        pages = of_kind().visible_to(None).in_language(_language())
        return newest(pages).defer("body")[:ITEMS]

    def item_title(self, item: ContentPage) -> str:
        """The page's own title."""
        return str(item.title)

    def item_description(self, item: ContentPage) -> str:
        """The lead."""
        return item.lead

    def item_link(self, item: ContentPage) -> str:
        """Where it stands."""
        return settings.SITE_URL + self.addresses.of(item)

    def item_guid(self, item: ContentPage) -> str:
        """The same in all languages, and for ever."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: ContentPage) -> datetime:
        """When it first came out."""
        return item.first_published_at

    def item_updateddate(self, item: ContentPage) -> datetime:
        """When it last changed."""
        return item.last_published_at or item.first_published_at


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]
