"""Error pages, and the promise that an expired form loses nothing."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from config.urls import urlpatterns as all_patterns
from interface.audiences import Audience, audience
from interface.errors import server_error
from interface.kept_text import kept_from
from tests.factories.members import make_member

LONG = "Qui a un exemple de protocole entre la commune et le parquet ?"


@audience(Audience.PUBLIC)
def answer(request: HttpRequest) -> HttpResponse:
    """Say back what arrived."""
    return HttpResponse(request.POST["text"])


@audience(Audience.SIGNED_IN)
def answer_signed_in(request: HttpRequest) -> HttpResponse:
    """The same for whoever is logged in."""
    return HttpResponse(request.POST["text"])


@audience(Audience.PUBLIC)
def breaks(request: HttpRequest) -> HttpResponse:
    """Break."""
    raise ValueError("secret detail")


urlpatterns = [
    path("answer/", answer),
    path("answer-signed-in/", answer_signed_in),
    path("breaks/", breaks),
    *all_patterns,
]
handler404 = "interface.errors.not_found"
handler403 = "interface.errors.forbidden"
handler500 = "interface.errors.server_error"


@pytest.fixture(autouse=True)
def _addresses(settings: Any, db: None) -> None:
    settings.ROOT_URLCONF = __name__


def _browser() -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def test_unknown_address_answers_404_in_the_frame(client: Client) -> None:
    response = client.get("/nl/bestaat-niet/")
    assert response.status_code == 404
    page = response.content.decode()
    assert '<html lang="nl"' in page
    assert 'name="robots" content="noindex"' in page
    assert 'rel="canonical"' not in page


def test_broken_page_says_nothing_of_the_cause() -> None:
    response = Client(raise_request_exception=False).get("/breaks/")
    assert response.status_code == 500
    assert b"secret detail" not in response.content


def test_broken_page_keeps_the_readers_choice_of_dark() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["appearance"] = "dark"
    assert b'data-appearance="dark"' in server_error(request).content


def test_broken_page_needs_no_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))
    assert b"/interface-" in response.content


def test_expired_form_keeps_the_text_and_can_be_sent_again() -> None:
    browser = _browser()
    refused = browser.post("/answer/", {"text": LONG, "room": "4", "csrfmiddlewaretoken": "old"})
    assert refused.status_code == 403
    page = refused.content.decode()
    assert LONG in page
    token = browser.cookies["csrftoken"].value
    fields = {field.name: field.value for field in refused.context["kept"]}
    assert fields == {"text": LONG, "room": "4"}
    sent = browser.post("/answer/", {**fields, "csrfmiddlewaretoken": token})
    assert sent.content.decode() == LONG


def test_expired_form_escapes_what_it_shows() -> None:
    page = _browser().post("/answer/", {"text": "<script>alert(1)</script> et la suite"}).content.decode()
    assert "<script>alert" not in page


def test_expired_form_never_shows_passwords_or_codes() -> None:
    typed = {"login": "a@b.be", "password": "hunter22", "password1": "hunter23", "code": "123456", "text": LONG}
    page = _browser().post("/answer/", typed).content.decode()
    assert LONG in page
    for secret in ("hunter22", "hunter23", "123456"):
        assert secret not in page


def test_form_posted_from_elsewhere_gets_no_button() -> None:
    elsewhere = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    response = elsewhere.post("/answer/", {"text": LONG})
    assert response.status_code == 403
    assert not response.context["may_resend"]
    assert b'type="submit"' not in response.content


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Origin": "http://testserver"}, True),
        ({"Referer": "http://testserver/fr/"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({}, False),
    ],
)
def test_older_browsers_are_judged_by_origin(headers: dict[str, str], ours: bool) -> None:
    response = Client(enforce_csrf_checks=True, headers=headers).post("/answer/", {"text": LONG})
    assert response.context["may_resend"] is ours


def test_logged_out_while_writing_keeps_the_text(client: Client) -> None:
    client.force_login(make_member())
    client.session.flush()
    client.cookies["sessionid"] = "ended"
    response = client.post("/answer-signed-in/", {"text": LONG})
    assert response.status_code == 403
    assert LONG in response.content.decode()
    assert b"/fr/accounts/login/" in response.content


def test_visitor_who_posts_to_a_members_address_is_sent_to_the_login(client: Client) -> None:
    response = client.post("/answer-signed-in/", {"text": LONG})
    assert response.status_code == 302


def test_html_is_shown_as_words_and_sent_back_whole() -> None:
    html = f"<p>{LONG}</p><p>Merci !</p>"
    kept = kept_from(RequestFactory().post("/", {"body": html, "token": "abc"}))
    assert [field.value for field in kept] == [html, "abc"]
    assert kept[0].shown == f"{LONG}\nMerci !"
    assert kept[1].shown == ""


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=5)
def test_too_many_fields_are_refused_without_a_crash() -> None:
    response = _browser().post("/answer/", {f"f{number}": "x" for number in range(10)})
    assert response.status_code == 400
