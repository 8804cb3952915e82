"""Every test of search reads from one hand-filled source."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.search.shelf import Shelf


@pytest.fixture(autouse=True)
def shelf(settings: Any) -> Iterator[None]:
    settings.SEARCH_SOURCES = ["tests.search.shelf.Shelf"]
    Shelf.standing.clear()
    yield
    Shelf.standing.clear()
