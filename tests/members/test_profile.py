import pytest

from members.accounts import forget_unverified, free_address, verify_at_once
from members.models import Member
from tests.factories.members import make_member
from tests.members.helpers import last_mail_to, link_in, subjects_to

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase que personne ne devine"
SAID = {"name": "Anna Smets", "function": "Juriste", "language": "nl", "reads": ["fr"], "digest": "daily"}


def log_in_twice(client, member):
    """What touches the safety of an account asks the password once more."""
    client.post("/fr/accounts/login/", {"login": member.email, "password": PASSWORD})
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})


def test_a_member_changes_what_she_says_about_herself(client):
    member = make_member(email="anna@aalst.test")
    client.force_login(member)

    answer = client.post("/fr/profile/", SAID)

    assert answer.url == "/nl/profile/"
    member.refresh_from_db()
    kept = (member.name, member.function, member.language, member.reads, member.digest)
    assert kept == ("Anna Smets", "Juriste", "nl", ["nl", "fr"], "daily")


def test_the_profile_shows_what_is_kept(client):
    member = make_member(name="Anna Smets", function="Juriste", language="nl", reads=["nl"], digest="never")
    client.force_login(member)
    form = client.get("/nl/profile/").context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "name": "Anna Smets", "function": "Juriste", "language": "nl", "reads": ["nl"], "digest": "never",
        "phone": "", "themes": [],
    }  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("digest", "hourly"), ("language", "xx")])
def test_a_bad_profile_is_not_kept(client, field, value):
    member = make_member(name="Before")
    client.force_login(member)
    answer = client.post("/fr/profile/", SAID | {field: value})
    assert field in answer.context["form"].errors
    member.refresh_from_db()
    assert member.name == "Before"


def test_a_profile_cannot_give_itself_rights(client):
    member = make_member(state="pending")
    client.force_login(member)
    client.post("/fr/profile/", SAID | {"state": "approved", "is_superuser": "on", "email": "other@aalst.test"})
    changed = Member.objects.get(pk=member.pk)
    assert (changed.state, changed.is_superuser, changed.email) == ("pending", False, member.email)


def test_the_profile_is_only_for_who_is_logged_in(client):
    assert client.get("/fr/profile/").url == "/fr/accounts/login/?next=/fr/profile/"
    assert client.get("/fr/waiting/").url == "/fr/accounts/login/?next=/fr/waiting/"


@pytest.mark.parametrize("organisations", [1, 30])
def test_the_profile_costs_the_same_number_of_queries(client, django_assert_num_queries, organisations):
    from tests.factories.members import make_organisation

    for _number in range(organisations):
        organisation = make_organisation()
    client.force_login(make_member(organisation=organisation))
    client.get("/fr/profile/")
    with django_assert_num_queries(11):
        client.get("/fr/profile/")


def test_a_new_address_holds_once_it_is_confirmed(client):
    member = make_member(email="old@aalst.test", password=PASSWORD)
    log_in_twice(client, member)
    answer = client.post("/fr/accounts/email/", {"email": "new@aalst.test", "action_add": ""})
    assert answer.url == "/fr/accounts/email/"
    member.refresh_from_db()
    assert member.email == "old@aalst.test"
    assert "new@aalst.test" in client.get("/fr/accounts/email/").content.decode()

    client.post(link_in(last_mail_to("new@aalst.test"), "/confirm-email/"))

    member.refresh_from_db()
    assert member.email == "new@aalst.test"
    assert len(subjects_to("old@aalst.test")) == 1


def test_changing_the_address_asks_the_password_first(client):
    client.force_login(make_member(password=PASSWORD))
    answer = client.post("/fr/accounts/email/", {"email": "new@aalst.test", "action_add": ""})
    assert answer.url.startswith("/fr/accounts/reauthenticate/")
    assert subjects_to("new@aalst.test") == []


def test_a_change_can_be_taken_back(client):
    member = make_member(email="old@aalst.test", password=PASSWORD)
    log_in_twice(client, member)
    client.post("/fr/accounts/email/", {"email": "new@aalst.test", "action_add": ""})
    client.post("/fr/accounts/email/", {"email": "new@aalst.test", "action_remove": ""})
    assert member.emailaddress_set.count() == 1


def test_a_sign_up_that_never_confirmed_gives_way_to_the_addresses_owner(client):
    squatter = make_member(email="anna@aalst.test", state="pending", verified=False)
    member = make_member(email="old@aalst.test", password=PASSWORD)
    log_in_twice(client, member)
    client.post("/fr/accounts/email/", {"email": "anna@aalst.test", "action_add": ""})
    from outbox.models import Delivery

    link = link_in(Delivery.objects.filter(address="anna@aalst.test").last().message, "/confirm-email/")
    client.post(link)

    member.refresh_from_db()
    assert member.email == "anna@aalst.test"
    assert not Member.objects.filter(pk=squatter.pk).exists()


def test_an_address_in_use_is_not_freed():
    make_member(email="anna@aalst.test")
    assert not free_address("anna@aalst.test", for_member=make_member())
    assert Member.objects.filter(email="anna@aalst.test").exists()


def test_only_old_sign_ups_without_a_confirmed_address_are_forgotten():
    from datetime import timedelta

    from django.utils import timezone

    old = timezone.now() - timedelta(days=31)
    make_member(name="Forgotten", state="pending", verified=False, joined_at=old)
    make_member(name="Fresh", state="pending", verified=False)
    make_member(name="Waits", state="pending", joined_at=old)
    make_member(name="Member", verified=False, joined_at=old)

    assert forget_unverified() == 1
    assert not Member.objects.filter(name="Forgotten").exists()
    assert Member.objects.count() == 3


def test_an_operator_makes_accounts_that_need_no_mail(client):
    member = Member.objects.create_user("Anna@Aalst.test", PASSWORD, name="Anna", language="fr", state="approved")
    verify_at_once(member)
    verify_at_once(member)
    answer = client.post("/fr/accounts/login/", {"login": "anna@aalst.test", "password": PASSWORD})
    assert answer.url == "/fr/new/"


def test_the_first_superuser_logs_in_without_a_mail_server(client):
    Member.objects.create_superuser("root@aalst.test", PASSWORD)
    answer = client.post("/fr/accounts/login/", {"login": "root@aalst.test", "password": PASSWORD})
    assert answer.url == "/fr/new/"
