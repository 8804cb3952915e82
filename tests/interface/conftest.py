"""Every test here starts in French, whatever the one before has read."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """Start in French, and give the language back."""
    with override("fr"):
        yield
