"""The demo's mail server is a folder."""

from pathlib import Path
from typing import Any

import pytest

from outbox.models import Delivery, MailServer
from outbox.sending import send_due
from tests.factories.outbox import make_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL = settings.MAIL | {"scheme": "file", "folder": str(tmp_path / "mail")}
    settings.RECIPIENT_CHECKS = []
    return tmp_path / "mail"


def test_a_mail_lands_in_the_folder_complete(folder: Path) -> None:
    delivery = make_delivery()
    assert send_due() == 1
    (written,) = folder.iterdir()
    assert written.name == f"{delivery.mail_id}.eml"
    assert f"Message-ID: <{delivery.mail_id}>".encode() in written.read_bytes()


def test_a_folder_that_cannot_be_written_leaves_the_mail_waiting(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")
    delivery = make_delivery()
    assert send_due() == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.PENDING, 0)
    assert MailServer.objects.get().problem == MailServer.Problem.STORAGE


def test_a_full_disk_leaves_the_mail_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("outbox.folder._write_durably", full)
    delivery = make_delivery()
    assert send_due() == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.PENDING, 0)
    assert list(folder.iterdir()) == []
