"""What the system checks say about mail settings."""

import pytest

from outbox.checks import check_hash_key, check_mail_settings


def ids(settings: pytest.FixtureRequest) -> list[str | None]:
    return [message.id for message in check_mail_settings()]


@pytest.fixture(autouse=True)
def sound(settings: pytest.FixtureRequest) -> None:
    settings.MAIL = {
        "scheme": "smtp+tls",
        "folder": "",
        "host": "mail.example.org",
        "port": 587,
        "user": "parvis",
        "password": "secret",
        "timeout": 30,
    }
    settings.SITE_URL = "https://parvis.example.org"
    settings.MAIL_FROM = "Parvis <noreply@example.org>"
    settings.DEMO_ALLOWED = False


def test_sound_settings_are_not_spoken_of(settings: pytest.FixtureRequest) -> None:
    assert ids(settings) == []


def test_a_folder_outside_the_demo_is_warned_of(settings: pytest.FixtureRequest) -> None:
    settings.MAIL = settings.MAIL | {"scheme": "file", "folder": "/tmp/mail"}  # noqa: S108
    assert ids(settings) == ["outbox.W001"]
    settings.DEMO_ALLOWED = True
    assert ids(settings) == []


def test_a_sender_of_another_domain_is_warned_of(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_FROM = "noreply@elsewhere.org"
    assert ids(settings) == ["outbox.W002"]


def test_a_sender_that_is_no_address_is_an_error(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_FROM = "no reply@@example.org"
    assert ids(settings) == ["outbox.E001"]


def test_a_password_in_clear_is_warned_of_but_not_on_the_own_machine(settings: pytest.FixtureRequest) -> None:
    settings.MAIL = settings.MAIL | {"scheme": "smtp"}
    assert ids(settings) == ["outbox.W003"]
    settings.MAIL = settings.MAIL | {"host": "127.0.0.1"}
    assert ids(settings) == []


def test_a_shared_hash_key_is_warned_of_at_deploy(settings: pytest.FixtureRequest) -> None:
    settings.ADDRESS_HASH_KEY = settings.SECRET_KEY
    assert [message.id for message in check_hash_key()] == ["outbox.W004"]
    settings.ADDRESS_HASH_KEY = "another"
    assert check_hash_key() == []
