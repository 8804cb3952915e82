"""From sign-up to the rooms, through the real forms."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from members.models import Member
from tests.factories.members import make_member, make_organisation
from tests.members.helpers import last_mail_to, link_in, mails_to, subjects_to

pytestmark = pytest.mark.django_db


def sign_up(client, **said):
    form = {
        "name": "Anna Smets", "organisation": "another", "organisation_stated": "Stad Aalst", "function": "Mediator",
        "email": "anna@aalst.test", "password1": "een zin die niemand raadt", "language": "nl", "reads": ["fr"],
    }  # fmt: skip
    return client.post("/nl/accounts/signup/", form | said)


def test_from_sign_up_over_waiting_to_approval_in_the_cms(client, approver):
    answer = sign_up(client)
    assert answer.status_code == 302
    assert answer.url == "/nl/accounts/confirm-email/"
    member = Member.objects.get(email="anna@aalst.test")
    assert (member.name, member.organisation, member.organisation_stated, member.function) == (
        "Anna Smets", None, "Stad Aalst", "Mediator",
    )  # fmt: skip
    assert (member.state, member.language, member.reads) == ("pending", "nl", ["nl", "fr"])
    assert client.get("/nl/profile/").status_code == 302

    link = link_in(last_mail_to("anna@aalst.test"), "/confirm-email/")
    assert link.startswith("/nl/")
    page = client.get(link)
    assert page.status_code == 200
    assert not EmailAddress.objects.get(user=member).verified

    answer = client.post(link, follow=True)
    assert answer.redirect_chain[-1][0] == "/nl/waiting/"
    assert client.get("/nl/new/").url == "/nl/waiting/"
    assert "Anna Smets" in " ".join(subjects_to(approver.email))

    office = Client()
    office.force_login(approver)
    asked = office.get(f"/cms/members/{member.pk}/decide/approve/")
    assert "Anna Smets" in asked.content.decode()
    town = make_organisation(name_nl="Stad Aalst")
    done = office.post(f"/cms/members/{member.pk}/decide/approve/", {"organisation": town.pk})
    assert done.url == "/cms/members/"

    assert len(mails_to("anna@aalst.test")) == 2
    assert client.get("/nl/waiting/").url == "/nl/new/"
    assert client.get("/nl/new/").status_code == 200


def test_a_member_organisations_address_opens_the_door_at_once(client):
    aalst = make_organisation(domain="aalst.test")
    sign_up(client, organisation=aalst.pk, organisation_stated="")
    link = link_in(last_mail_to("anna@aalst.test"), "/confirm-email/")

    answer = client.post(link, follow=True)

    assert answer.redirect_chain[-1] == ("/nl/new/", 302)
    assert Member.objects.get(email="anna@aalst.test").organisation == aalst


def test_confirming_in_another_browser_leads_to_the_log_in(client):
    sign_up(client)
    link = link_in(last_mail_to("anna@aalst.test"), "/confirm-email/")

    assert Client().post(link).url == "/nl/accounts/login/"


def test_pressing_the_button_twice_gets_words_not_a_404(client):
    sign_up(client)
    link = link_in(last_mail_to("anna@aalst.test"), "/confirm-email/")
    client.post(link)

    for answer in (Client().post(link), Client().get(link)):
        assert answer.status_code == 200
        assert "account/email_confirm.html" in [template.name for template in answer.templates]
        assert answer.context["confirmation"] is None


def test_an_expired_link_says_what_to_do(client, settings):
    sign_up(client)
    link = link_in(last_mail_to("anna@aalst.test"), "/confirm-email/")
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1

    answer = client.get(link)

    assert answer.status_code == 200
    assert "/nl/accounts/login/" in answer.content.decode()
    assert client.post(link).status_code == 200
    assert not EmailAddress.objects.get(email="anna@aalst.test").verified


def test_signing_up_with_a_known_address_looks_the_same_and_tells_its_owner(client):
    make_member(email="anna@aalst.test", language="fr")
    answer = sign_up(client)

    assert answer.url == "/nl/accounts/confirm-email/"
    assert Member.objects.count() == 1
    assert len(mails_to("anna@aalst.test")) == 1
    assert last_mail_to("anna@aalst.test").language == "fr"
    assert link_in(last_mail_to("anna@aalst.test"), "/password/reset/") == "/fr/accounts/password/reset/"


def test_signing_up_with_a_closed_accounts_address_tells_why_it_is_closed(client):
    make_member(email="anna@aalst.test", state="deactivated", state_reason="Parti en retraite.")
    sign_up(client)
    assert "Parti en retraite." in last_mail_to("anna@aalst.test").text


def test_nothing_typed_is_lost_when_something_is_missing(client):
    answer = sign_up(client, organisation_stated="", password1="court")

    form = answer.context["form"]
    assert set(form.errors) == {"organisation_stated", "password1"}
    assert form["name"].value() == "Anna Smets"
    assert form["function"].value() == "Mediator"
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "anna@"), ("email", "änna@aalst.test"), ("email", ""), ("name", ""), ("name", "x" * 121),
        ("organisation", "999999"), ("organisation", ""), ("function", ""), ("language", "de"), ("reads", ["xx"]),
        ("password1", ""), ("password1", "1234567890"), ("organisation_stated", "x" * 121), ("name", "a\x00b"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_message_beside_its_field(client, field, value):
    answer = sign_up(client, **{field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_former_members_organisation_is_not_offered(client):
    former = make_organisation(standing="former")
    assert "organisation" in sign_up(client, organisation=former.pk).context["form"].errors


def test_a_name_made_of_marks_harms_no_mail(client, approver):
    assert sign_up(client, name="@@token@@").status_code == 302
    client.post(link_in(last_mail_to("anna@aalst.test"), "/confirm-email/"))
    assert len(mails_to(approver.email)) == 1


def test_two_sign_ups_at_the_same_moment_make_one_account(client, monkeypatch):
    make_member(email="anna@aalst.test")
    monkeypatch.setattr(
        "allauth.account.forms.flows.manage_email.email_already_exists", lambda address, **rest: (address, False)
    )
    answer = sign_up(client)
    assert answer.url == "/nl/accounts/confirm-email/"
    assert Member.objects.count() == 1
