"""Subscribing with double opt-in, preferences and leaving, each by hand and by address."""

import re

import pytest
from django.test import Client

from newsletter.models import ConsentEvent, Publication, Subscriber, Subscription
from newsletter.subscribing import ask_subscription, confirm_subscriptions
from outbox import mime
from outbox.models import Delivery
from tests.factories.newsletter import make_publication, make_subscriber

pytestmark = pytest.mark.django_db


def _form(publication: Publication, **fields: object) -> dict[str, object]:
    return {"email": "Anne@Example.org", "language": "nl", "publications": [publication.pk], "website": ""} | fields


def _link(kind: str = "confirm") -> str:
    text = Delivery.objects.latest("pk").message.text
    found = re.search(rf"http://testserver(/\S*{kind}\S*)", text)
    assert found
    return found[1]


def test_from_the_form_to_the_confirmed_subscription(client: Client, publication: Publication) -> None:
    answer = client.post("/fr/subscribe/", _form(publication))
    assert (answer.status_code, answer["Location"]) == (302, "/fr/subscribe/sent/")
    subscription = Subscription.objects.get()
    assert (subscription.state, subscription.subscriber.address_normal) == ("asked", "anne@example.org")
    link = _link()
    assert link.startswith("/nl/")
    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == "asked"
    client.post(link)
    subscription.refresh_from_db()
    assert subscription.state == "confirmed"
    events = ConsentEvent.objects.order_by("pk")
    assert [(each.what, each.source) for each in events] == [("asked", "form"), ("confirmed", "link")]
    assert all(publication.name_fr in each.wording or publication.name_nl in each.wording for each in events)


def test_the_confirmation_mail_is_an_account_mail_without_list_headers(
    client: Client, publication: Publication
) -> None:
    client.post("/fr/subscribe/", _form(publication))
    raw = mime.build(Delivery.objects.latest("pk"))
    assert b"Auto-Submitted: auto-generated" in raw
    assert b"List-" not in raw
    assert Delivery.objects.latest("pk").dispatch.kind == "account"


def test_a_french_mail_has_a_space_before_the_colon(client: Client, publication: Publication) -> None:
    client.post("/fr/subscribe/", _form(publication) | {"language": "fr"})
    assert "Confirmer mon abonnement\u00a0:\nhttp" in Delivery.objects.latest("pk").message.text


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client: Client, publication: Publication) -> None:
    make_subscriber("anne@example.org", publication=publication)
    known = client.post("/fr/subscribe/", _form(publication))
    unknown = client.post("/fr/subscribe/", _form(publication, email="other@example.org"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "/subscription/" in Delivery.objects.get(address="anne@example.org").message.text
    assert Subscription.objects.get(subscriber__address_normal="anne@example.org").state == "confirmed"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Anne@Example.ORG", "anne@example.org"),
        ("a@café.example", "a@xn--caf-dma.example"),
        ("a@b.example.", "a@b.example"),
    ],
)
def test_two_spellings_are_one_subscriber(publication: Publication, first: str, second: str) -> None:
    for address in (first, second):
        ask_subscription(address, publications=[publication], language="fr", source="form")
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(
    "bad", ["", "anne", "anne@", "a b@example.org", "a@example.org\nBcc: b@example.org", "x" * 300]
)
def test_bad_addresses_get_a_sentence_beside_the_field_and_nothing_is_lost(
    client: Client, publication: Publication, bad: str
) -> None:
    answer = client.post("/fr/subscribe/", _form(publication, email=bad))
    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode() or "field-wrong" in answer.content.decode()
    assert 'value="nl"' in answer.content.decode()
    assert Subscriber.objects.count() == 0


def test_programs_that_fill_the_hidden_field_get_the_usual_answer_and_nothing_happens(
    client: Client, publication: Publication
) -> None:
    answer = client.post("/fr/subscribe/", _form(publication, website="http://spam.example"))
    assert answer["Location"] == "/fr/subscribe/sent/"
    assert (Subscriber.objects.count(), Delivery.objects.count()) == (0, 0)


def test_one_machine_cannot_subscribe_many_and_one_mailbox_is_not_flooded(
    client: Client, publication: Publication
) -> None:
    for _time in range(20):
        client.post("/fr/subscribe/", _form(publication))
    assert client.post("/fr/subscribe/", _form(publication, email="z@example.org")).status_code == 422
    assert Delivery.objects.filter(address="anne@example.org").count() <= 3


def test_a_groups_newsletter_is_not_offered(client: Client, publication: Publication) -> None:
    from members.models import Group

    closed = make_publication(group=Group.objects.create(name_fr="AG", name_nl="AV"), legal_basis="contract")
    assert closed.name_fr not in client.get("/fr/subscribe/").content.decode()
    assert client.post("/fr/subscribe/", _form(closed)).status_code == 422


def test_preferences_change_language_and_newsletters(client: Client, publication: Publication) -> None:
    other = make_publication()
    subscriber = make_subscriber(publication=publication)
    token = subscriber.subscriptions.get().token
    address = f"/fr/subscription/{token}/"
    assert client.get(address).status_code == 200
    client.post(address, {"language": "nl", "publications": [other.pk]})
    subscriber.refresh_from_db()
    states = dict(subscriber.subscriptions.values_list("publication", "state"))
    assert (subscriber.language, states) == ("nl", {publication.pk: "ended", other.pk: "confirmed"})
    assert {each.what for each in subscriber.consents.all()} == {"ended", "confirmed"}


def test_everything_ends_with_one_button(client: Client, publication: Publication) -> None:
    subscriber = make_subscriber(publication=publication)
    client.post(f"/fr/subscription/{subscriber.token}/", {"unsubscribe_all": "1"})
    assert subscriber.subscriptions.get().state == "ended"


def test_the_unsubscribe_page_ends_on_post_only_and_takes_back(client: Client, publication: Publication) -> None:
    subscription = make_subscriber(publication=publication).subscriptions.get()
    address = f"/nl/unsubscribe/{subscription.token}/"
    assert (client.get(address).status_code, client.head(address).status_code) == (200, 200)
    subscription.refresh_from_db()
    assert subscription.state == "confirmed"
    client.post(address)
    client.post(address)
    subscription.refresh_from_db()
    assert (subscription.state, ConsentEvent.objects.count()) == ("ended", 1)
    client.post(address, {"again": "1"})
    subscription.refresh_from_db()
    assert (subscription.state, subscription.ended_at) == ("confirmed", None)


def test_one_click_needs_no_cookie_and_no_form_token_and_may_be_repeated(publication: Publication) -> None:
    client = Client(enforce_csrf_checks=True)
    subscription = make_subscriber(publication=publication).subscriptions.get()
    address = f"/one-click/nl/{subscription.token}/"
    for method in (client.get, client.head):
        answer = method(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/nl/unsubscribe/{subscription.token}/")
    subscription.refresh_from_db()
    assert subscription.state == "confirmed"
    for _time in range(2):
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    subscription.refresh_from_db()
    assert (subscription.state, ConsentEvent.objects.count()) == ("ended", 1)


def test_personal_pages_let_browsers_name_their_origin(client: Client, publication: Publication) -> None:
    """A stricter referrer policy makes Chromium post these forms from “null”, which the form check refuses."""
    token = make_subscriber(publication=publication).subscriptions.get().token
    for kind in ("subscription", "unsubscribe"):
        answer = client.get(f"/fr/{kind}/{token}/")
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-referrer" not in answer.content.decode()


@pytest.mark.parametrize("kind", ["subscription", "unsubscribe", "subscribe/confirm"])
@pytest.mark.parametrize("token", ["abc", "x" * 500, "%00", "é"])
def test_forged_and_cut_links_get_a_clear_page(client: Client, publication: Publication, kind: str, token: str) -> None:
    answer = client.get(f"/fr/{kind}/{token}/")
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()
    assert client.post(f"/fr/{kind}/{token}/").status_code == 404


def test_the_links_of_a_test_mail_change_nothing(client: Client, publication: Publication) -> None:
    assert client.get("/fr/unsubscribe/test/").status_code == 200
    assert client.post("/one-click/fr/test/").status_code == 200
    assert client.post("/one-click/fr/forged/").status_code == 410


def test_a_stranger_cannot_change_the_language_of_a_subscriber(publication: Publication) -> None:
    make_subscriber("anne@example.org", publication=publication, language="fr")
    ask_subscription("anne@example.org", publications=[make_publication()], language="nl", source="form")
    assert Subscriber.objects.get().language == "fr"


def test_an_old_confirmation_link_does_not_undo_leaving(client: Client, publication: Publication) -> None:
    subscriber = make_subscriber(publication=publication, state=Subscription.State.ENDED)
    assert confirm_subscriptions(subscriber) == []
    client.post(f"/fr/subscribe/confirm/{subscriber.token}/")
    assert subscriber.subscriptions.get().state == "ended"


def test_consent_is_written_once_and_never_changed(publication: Publication) -> None:
    ask_subscription("anne@example.org", publications=[publication], language="fr", source="form")
    event = ConsentEvent.objects.get()
    event.wording = "autre"
    for change in (event.save, event.delete, ConsentEvent.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        ConsentEvent.objects.update(wording="autre")
