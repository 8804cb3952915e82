"""The newsletter's tests read content from a shelf of their own."""

import pytest

from newsletter.models import Publication
from tests.factories import newsletter as factory
from tests.factories.newsletter import Shelf


@pytest.fixture(autouse=True)
def shelf(settings: object) -> type[Shelf]:
    """An empty shelf as the only source, and empty counters."""
    from django.core.cache import cache

    cache.clear()
    settings.NEWSLETTER_SOURCES = ["tests.factories.newsletter.Shelf"]  # type: ignore[attr-defined]
    settings.MAIL_FROM = "lettre@parvis.example"  # type: ignore[attr-defined]
    Shelf.content = {}
    Shelf.asked = 0
    return Shelf


@pytest.fixture
def publication(db: None) -> Publication:
    """An open publication on a site with a French and a Dutch home."""
    factory.make_site()
    return factory.make_publication(name_fr="La lettre du réseau", name_nl="De brief van het netwerk")
