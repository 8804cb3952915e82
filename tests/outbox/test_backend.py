"""What Django, allauth and Wagtail send by themselves becomes rows."""

from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.utils import translation
from wagtail.admin.mail import send_mail as wagtail_send_mail

from outbox.errors import AttachmentRefusedError
from outbox.models import Delivery, Dispatch, Message
from outbox.sending import send_due
from tests.outbox.receiver import Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def backend(settings: Any) -> None:
    settings.EMAIL_BACKEND = "outbox.backend.OutboxBackend"


def test_a_mail_becomes_an_account_dispatch_in_the_active_language() -> None:
    with translation.override("nl"):
        assert send_mail("Bevestig uw adres", "Klik: http://x/1", None, ["Jan <jan@example.org>"]) == 1
    delivery = Delivery.objects.select_related("dispatch", "message").get()
    assert (delivery.address, delivery.language) == ("jan@example.org", "nl")
    assert delivery.dispatch.kind == Dispatch.Kind.ACCOUNT
    assert (delivery.message.subject, delivery.message.text) == ("Bevestig uw adres", "Klik: http://x/1")


def test_each_recipient_gets_a_mail_of_their_own(server: Receiver) -> None:
    EmailMessage("S", "B", to=["a@example.org"], cc=["b@example.org"], bcc=["c@example.org"]).send()
    assert send_due() == 3
    assert sorted(received.mail["To"] for received in server.received) == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]
    assert Dispatch.objects.get().state == "done"


def test_html_and_text_are_kept() -> None:
    mail = EmailMultiAlternatives(
        "S", "Texte", to=["a@example.org"], reply_to=["b@example.org"], from_email="X <x@y.be>"
    )
    mail.attach_alternative("<p>HTML</p>", "text/html")
    mail.send()
    message, dispatch = Message.objects.get(), Dispatch.objects.get()
    assert (message.text, message.html) == ("Texte", "<p>HTML</p>")
    assert (message.sender, dispatch.reply_to) == ("X <x@y.be>", "b@example.org")


def test_an_html_only_mail_gets_a_text_part() -> None:
    mail = EmailMessage("S", '<p>Lisez <a href="https://x.be/1">ceci</a></p>', to=["a@example.org"])
    mail.content_subtype = "html"
    mail.send()
    assert Message.objects.get().text == "Lisez ceci (https://x.be/1)"


def test_wagtails_own_mail_passes() -> None:
    assert wagtail_send_mail("Page soumise", "Texte", ["a@example.org"]) == 1
    assert Message.objects.get().headers == {}


def test_what_looks_like_a_mark_is_only_words(server: Receiver) -> None:
    send_mail("Page @@token@@", "@@token@@", None, ["a@example.org"])
    assert send_due() == 1


def test_a_subject_of_many_lines_or_too_many_words_is_made_to_fit() -> None:
    EmailMessage("mot " * 100, "B", to=["a@example.org"]).send()
    assert len(Message.objects.get().subject) <= 200


def test_an_attachment_is_refused_clearly() -> None:
    mail = EmailMessage("S", "B", to=["a@example.org"])
    mail.attach("a.txt", "x", "text/plain")
    with pytest.raises(AttachmentRefusedError):
        mail.send()
    assert not Delivery.objects.exists()


def test_an_address_that_cannot_be_mailed_keeps_nobody_from_their_mail(caplog: pytest.LogCaptureFixture) -> None:
    send_mail("S", "B", None, ['"jan peeters"@example.org', "a@example.org"])
    assert Delivery.objects.get().address == "a@example.org"
    assert "jan peeters" not in caplog.text


def test_words_of_an_account_mail_are_erased_once_sent(server: Receiver) -> None:
    send_mail("Nouveau mot de passe", "http://x/secret", None, ["a@example.org"])
    digest = Message.objects.get().sha256
    send_due()
    assert b"http://x/secret" in server.received[0].content
    message = Message.objects.get()
    assert (message.subject, message.text, message.html, message.headers, message.sha256) == ("", "", "", {}, digest)
    assert message.erased_at


def test_words_stay_while_another_recipient_waits(server: Receiver) -> None:
    server.plan.rcpt = {"b@example.org": "451 later"}
    send_mail("S", "secret", None, ["a@example.org", "b@example.org"])
    send_due()
    assert Message.objects.get().text == "secret"
