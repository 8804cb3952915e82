"""A mail server of the test's own, and the settings that lead to it."""

from collections.abc import Iterator

import pytest

from tests.outbox.receiver import Receiver


@pytest.fixture
def server(settings: pytest.FixtureRequest) -> Iterator[Receiver]:
    """A mail server that accepts everything until its plan says otherwise."""
    receiver = Receiver().start()
    settings.MAIL = receiver.settings
    settings.RECIPIENT_CHECKS = []
    settings.MAIL_FROM = "Parvis <noreply@parvis.example>"
    yield receiver
    receiver.stop()
