"""The public pages answer: archive, subscribing."""

import pytest
from django.test import Client

from newsletter.models import Publication

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["letters/", "subscribe/", "subscribe/sent/"])
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_public_pages_answer(client: Client, publication: Publication, path: str, language: str) -> None:
    assert client.get(f"/{language}/{path}").status_code == 200
