"""Logging in and out, and every way round it that has to be closed."""

import pytest
from django.test import Client

from members.models import Member
from tests.factories.members import make_member
from tests.members.helpers import last_mail_to, link_in, mails_to, subjects_to

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase que personne ne devine"


def log_in(client, address, password=PASSWORD, **extra):
    return client.post("/fr/accounts/login/", {"login": address, "password": password} | extra)


@pytest.mark.parametrize("address", ["anna@aalst.test", "Anna@Aalst.TEST", " ANNA@aalst.test "])
def test_any_letter_case_logs_in(client, address):
    make_member(email="Anna@aalst.test", password=PASSWORD)
    assert log_in(client, address).status_code == 302
    assert "_auth_user_id" in client.session


def test_the_log_in_leads_to_what_is_new_in_her_language(client):
    make_member(email="anna@aalst.test", language="nl", password=PASSWORD)
    answer = log_in(client, "anna@aalst.test")
    assert answer.url == "/nl/new/"
    assert answer.cookies["django_language"].value == "nl"


def test_the_log_in_leads_where_she_wanted_to_go(client):
    make_member(email="anna@aalst.test", password=PASSWORD)
    assert log_in(client, "anna@aalst.test", next="/cms/").url == "/cms/"


def test_the_log_in_leads_to_no_other_site(client):
    make_member(email="anna@aalst.test", password=PASSWORD)
    assert log_in(client, "anna@aalst.test", next="https://evil.test/").url == "/fr/new/"


def test_a_pending_member_lands_on_the_waiting_page(client):
    make_member(email="anna@aalst.test", state="pending", password=PASSWORD)
    answer = log_in(client, "anna@aalst.test")
    assert answer.url == "/fr/waiting/"
    page = client.get("/fr/waiting/")
    assert page.status_code == 200
    assert "members/waiting.html" in [template.name for template in page.templates]


@pytest.mark.parametrize("state", ["rejected", "deactivated"])
def test_a_closed_account_is_told_why_after_the_right_password_only(client, state):
    make_member(email="anna@aalst.test", state=state, state_reason="A quitté la ville.", password=PASSWORD)

    wrong = log_in(client, "anna@aalst.test", password="une autre phrase")
    assert wrong.status_code == 200
    assert "A quitté la ville." not in wrong.content.decode()

    right = log_in(client, "anna@aalst.test")
    assert right.url == "/fr/accounts/inactive/"
    assert "A quitté la ville." in client.get(right.url).content.decode()
    assert "_auth_user_id" not in client.session


def test_an_unverified_address_gets_a_new_link_instead_of_a_session(client):
    make_member(email="anna@aalst.test", verified=False, password=PASSWORD)
    assert log_in(client, "anna@aalst.test").url == "/fr/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    link_in(last_mail_to("anna@aalst.test"), "/confirm-email/")


def test_wrong_password_and_unknown_address_answer_alike(client):
    make_member(email="anna@aalst.test", password=PASSWORD)
    known = log_in(client, "anna@aalst.test", password="x")
    unknown = log_in(client, "nobody@aalst.test", password="x")
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_guessing_is_stopped_and_the_page_says_how_long(client):
    make_member(email="anna@aalst.test", password=PASSWORD)
    for _attempt in range(5):
        log_in(client, "anna@aalst.test", password="wrong")
    answer = log_in(client, "anna@aalst.test")
    assert answer.context["form"].non_field_errors()
    assert "_auth_user_id" not in client.session


def test_a_flood_from_one_place_gets_our_own_page(client):
    answers = [log_in(client, f"nobody{number}@aalst.test", password="x") for number in range(31)]
    assert answers[-1].status_code == 429
    assert "members/page.html" in [template.name for template in answers[-1].templates]


def test_logging_out_needs_a_post(client):
    client.force_login(make_member())
    assert client.get("/fr/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/fr/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_doors_only_lead_to_ours(client, door, method):
    make_member(email="root@aalst.test", is_superuser=True, password=PASSWORD)
    answer = getattr(client, method)(f"{door}?next=/cms/", {"username": "root@aalst.test", "password": PASSWORD})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address",
    ["/cms/password_reset/", "/cms/password_reset/done/", "/cms/password_reset/complete/",
     "/cms/password_reset/confirm/MQ/abc-def/"],
)  # fmt: skip
def test_wagtails_own_password_reset_is_closed(client, address):
    make_member(email="root@aalst.test", is_superuser=True)
    for answer in (client.get(address), client.post(address, {"email": "root@aalst.test"})):
        assert answer.status_code in {302, 404}
        assert answer.status_code == 404 or "/accounts/login/" in answer.url
    assert mails_to("root@aalst.test") == []


def test_the_cms_sends_a_visitor_to_the_one_log_in(client):
    answer = client.get("/cms/")
    assert answer.status_code == 302
    assert answer.url == "/fr/accounts/login/?next=/cms/"


def test_a_dutch_member_gets_her_reset_in_dutch_from_a_french_page(client):
    make_member(email="joke@aalst.test", language="nl")
    answer = client.post("/fr/accounts/password/reset/", {"email": "Joke@aalst.test"})
    assert answer.url == "/fr/accounts/password/reset/done/"
    mail = last_mail_to("joke@aalst.test")
    assert mail.language == "nl"
    assert link_in(mail, "/password/reset/key/").startswith("/nl/")


def test_an_unknown_address_gets_its_mail_in_the_pages_language(client):
    answer = client.post("/nl/accounts/password/reset/", {"email": "nobody@aalst.test"})
    assert answer.url == "/nl/accounts/password/reset/done/"
    mail = last_mail_to("nobody@aalst.test")
    assert mail.language == "nl"
    assert link_in(mail, "/signup/") == "/nl/accounts/signup/"


def test_a_reset_link_works_once_and_then_says_so(client):
    make_member(email="anna@aalst.test", password=PASSWORD)
    client.post("/fr/accounts/password/reset/", {"email": "anna@aalst.test"})
    link = link_in(last_mail_to("anna@aalst.test"), "/password/reset/key/")
    form = client.get(link, follow=True)
    assert form.context["form"].fields.keys() == {"password1"}

    answer = client.post(form.request["PATH_INFO"], {"password1": "encore une phrase bien longue"})
    assert answer.url == "/fr/accounts/password/reset/key/done/"
    assert Member.objects.get().check_password("encore une phrase bien longue")
    assert len(subjects_to("anna@aalst.test")) == 2

    spent = Client().get(link)
    assert spent.status_code == 200
    assert spent.context["token_fail"]


def test_a_closed_account_gets_no_reset_link_but_the_reason(client):
    make_member(email="anna@aalst.test", state="deactivated", state_reason="A quitté la ville.")
    client.post("/fr/accounts/password/reset/", {"email": "anna@aalst.test"})
    text = last_mail_to("anna@aalst.test").text
    assert "A quitté la ville." in text
    assert "/password/reset/key/" not in text


def test_a_new_password_ends_other_sessions(client):
    member = make_member(email="anna@aalst.test", password=PASSWORD)
    elsewhere = Client()
    elsewhere.force_login(member)
    client.force_login(member)
    client.post(
        "/fr/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "encore une phrase bien longue"}
    )
    assert client.get("/fr/profile/").status_code == 200
    assert elsewhere.get("/fr/profile/").status_code == 302
