"""The second step, through the real forms: force_login leaves no record of how somebody got in."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from members.errors import NotAllowedError
from members.second_factor import reset_second_factor
from tests.factories.members import make_member
from tests.members.helpers import mails_to, subjects_to

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase que personne ne devine"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def code(secret=SECRET, ahead=0):
    cache.clear()
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def log_in(client, member):
    return client.post("/fr/accounts/login/", {"login": member.email, "password": PASSWORD})


def make_staff(**fields):
    return make_member(is_superuser=True, password=PASSWORD, **fields)


def test_a_superuser_without_second_factor_sets_it_up_before_the_cms_opens(client, monkeypatch):
    staff = make_staff()
    log_in(client, staff)
    assert client.get("/cms/").url == "/fr/accounts/2fa/totp/activate/"

    again = client.get("/fr/accounts/2fa/totp/activate/")
    assert again.url.startswith("/fr/accounts/reauthenticate/")
    client.post(again.url, {"password": PASSWORD, "next": "/fr/accounts/2fa/totp/activate/"})
    page = client.get("/fr/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode()
    # A commit in the middle of the request, as outside of tests: the session is saved after it.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **rest: callback())
    done = client.post("/fr/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert done.url == "/fr/accounts/2fa/recovery-codes/"
    assert len(client.get(done.url).context["unused_codes"]) == 10

    assert client.get("/cms/").status_code == 200
    assert len(mails_to(staff.email)) == 1


def test_the_second_step_of_the_log_in_opens_the_cms(client):
    staff = make_staff()
    TOTP.activate(staff, SECRET)

    answer = log_in(client, staff)
    assert answer.url == "/fr/accounts/2fa/authenticate/"
    assert client.get(answer.url).status_code == 200
    assert client.get("/cms/").url == "/fr/accounts/login/?next=/cms/"

    assert client.post(answer.url, {"code": "000000"}).context["form"].errors["code"]
    assert client.post(answer.url, {"code": code()}).status_code == 302
    assert client.get("/cms/").status_code == 200


def test_a_session_that_skipped_the_second_step_proves_it_before_the_cms(client):
    staff = make_staff()
    TOTP.activate(staff, SECRET)
    client.force_login(staff)

    detour = client.get("/cms/pages/")
    assert detour.url == "/fr/accounts/2fa/reauthenticate/?next=%2Fcms%2Fpages%2F"
    assert client.get(detour.url).status_code == 200
    back = client.post(detour.url, {"code": code(), "next": "/cms/pages/"})
    assert back.url == "/cms/pages/"
    assert client.get("/cms/").status_code == 200


def test_an_editor_by_her_role_is_held_too(client, approver):
    client.force_login(approver)
    assert client.get("/cms/").url == "/fr/accounts/2fa/totp/activate/"
    assert client.post("/cms/members/").status_code == 302


def test_logging_out_of_the_cms_stays_possible(client):
    staff = make_staff()
    client.force_login(staff)
    client.post("/cms/logout/")
    assert "_auth_user_id" not in client.session


def test_members_without_cms_need_no_second_factor(client):
    member = make_member(password=PASSWORD)
    assert log_in(client, member).url == "/fr/new/"
    assert client.get("/fr/profile/").status_code == 200


def test_without_the_setting_the_cms_opens_with_the_password(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    log_in(client, make_staff())
    assert client.get("/cms/").status_code == 200


def test_who_must_have_it_cannot_switch_it_off(client):
    staff = make_staff()
    TOTP.activate(staff, SECRET)
    log_in(client, staff)
    client.post("/fr/accounts/2fa/authenticate/", {"code": code()})
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})

    answer = client.post("/fr/accounts/2fa/totp/deactivate/")

    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=staff).exists()


def test_another_member_may_switch_it_off_and_is_told(client):
    member = make_member(password=PASSWORD)
    TOTP.activate(member, SECRET)
    log_in(client, member)
    client.post("/fr/accounts/2fa/authenticate/", {"code": code()})
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.post("/fr/accounts/2fa/totp/deactivate/").url == "/fr/accounts/2fa/"
    assert not Authenticator.objects.filter(user=member).exists()
    assert len(mails_to(member.email)) == 1


def test_a_recovery_code_opens_once(client):
    member = make_member(password=PASSWORD)
    TOTP.activate(member, SECRET)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    spare = RecoveryCodes.activate(member).get_unused_codes()[0]
    for expected in (302, 200):
        log_in(client, member)
        assert client.post("/fr/accounts/2fa/authenticate/", {"code": spare}).status_code == expected
        client.post("/fr/accounts/logout/")


def test_an_administrator_takes_away_a_lost_second_factor(client):
    administrator, member = make_staff(), make_member(password=PASSWORD)
    TOTP.activate(member, SECRET)
    client.force_login(member)

    reset_second_factor(member, by=administrator)

    assert client.get("/fr/profile/").status_code == 302
    assert log_in(client, member).url == "/fr/new/"
    assert len(subjects_to(member.email)) == 1


def test_nobody_takes_away_her_own_or_a_superusers(approver):
    staff = make_staff()
    for by, member in ((staff, staff), (approver, staff)):
        with pytest.raises(NotAllowedError):
            reset_second_factor(member, by=by)
