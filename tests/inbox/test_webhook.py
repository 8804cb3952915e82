"""A provider's webhook: only the one that is set, only with its secret and signature; an answer of 200 means a row."""

import hashlib
import hmac
import json
from base64 import b64encode
from time import time
from typing import Any

import pytest
from django.test import Client

from inbox.models import Received
from tests.factories.inbox import make_mail

pytestmark = pytest.mark.django_db
SECRET = "parvis:a-long-enough-password"
KEY = "signing-key"


def basic(secret: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": "Basic " + b64encode(secret.encode()).decode()}


@pytest.fixture
def postmark(settings: Any) -> None:
    settings.INBOUND_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


@pytest.fixture
def mailgun(settings: Any) -> None:
    settings.INBOUND_PROVIDER = "mailgun"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def from_postmark(raw: bytes, recipient: str = "reply+x@parvis.example") -> dict[str, Any]:
    return {"RawEmail": raw.decode(), "OriginalRecipient": recipient, "MessageStream": "inbound"}


def bring(client: Client, body: Any, *, provider: str = "postmark", secret: str = SECRET) -> Any:
    address = f"/incoming/{provider}/inbound/"
    return client.post(address, json.dumps(body), content_type="application/json", **basic(secret))


def from_mailgun(raw: bytes, *, key: str = KEY) -> dict[str, str]:
    stamp, token = str(int(time())), "t" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    signed = {"timestamp": stamp, "token": token, "signature": signature}
    return signed | {"recipient": "reply+x@parvis.example", "sender": "anne@namur.be", "body-mime": raw.decode()}


def test_a_mail_with_the_secret_is_a_row_once(client: Client, postmark: None) -> None:
    raw = make_mail("Bonjour de Liège", to="list@elsewhere.be")
    assert bring(client, from_postmark(raw)).status_code == 200
    assert bring(client, from_postmark(raw)).status_code == 200
    received = Received.objects.get()
    assert received.recipient == "reply+x@parvis.example"
    assert received.is_authentic
    assert b"Subject: RE: Protocole" in bytes(received.raw)


def test_a_wrong_secret_is_refused(client: Client, postmark: None) -> None:
    assert bring(client, from_postmark(make_mail()), secret="parvis:guess").status_code == 400
    assert not Received.objects.exists()


def test_a_signature_is_checked(client: Client, mailgun: None) -> None:
    address = "/incoming/mailgun/inbound_mime/"
    assert client.post(address, from_mailgun(make_mail(), key="guess"), **basic(SECRET)).status_code == 400
    assert not Received.objects.exists()
    assert client.post(address, from_mailgun(make_mail()), **basic(SECRET)).status_code == 200
    assert Received.objects.count() == 1


@pytest.mark.parametrize("provider", ["mailgun", "sendgrid", "postmark/../sendgrid", "nobody"])
def test_no_other_providers_address_exists(client: Client, postmark: None, provider: str) -> None:
    assert bring(client, {}, provider=provider).status_code == 410


def test_only_its_inbound_address_exists(client: Client, postmark: None) -> None:
    answer = client.post("/incoming/postmark/tracking/", "{}", content_type="application/json", **basic(SECRET))
    assert answer.status_code == 410


def test_without_a_provider_there_is_no_address(client: Client) -> None:
    assert bring(client, from_postmark(make_mail())).status_code == 410


def test_what_cannot_be_stored_is_brought_again(
    client: Client, postmark: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*arguments: Any, **options: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr("inbox.webhook.store", away)
    client.raise_request_exception = False
    assert bring(client, from_postmark(make_mail())).status_code == 500
