import pytest
from wagtail.models import ModelLogEntry

from members import approval
from members.errors import AlreadyDecidedError, NotAllowedError
from members.models import Member, Organisation
from outbox.models import Delivery
from tests.factories.members import make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_member(email="admin@parvis.test", is_superuser=True)


def mails_to(address):
    return list(Delivery.objects.filter(address=address).values_list("message__subject", flat=True))


def test_a_member_organisations_domain_lets_in_at_once():
    namur = make_organisation(domain="namur.test")
    newcomer = make_member(email="anna@namur.test", state="pending")

    assert approval.welcome_verified(newcomer)

    assert newcomer.state == Member.State.APPROVED
    assert newcomer.organisation == namur
    assert len(mails_to("anna@namur.test")) == 1


def test_a_partners_domain_lets_in_too():
    make_organisation(domain="partner.test", standing=Organisation.Standing.PARTNER)
    assert approval.welcome_verified(make_member(email="anna@partner.test", state="pending"))


def test_a_former_members_domain_vouches_for_nobody():
    make_organisation(domain="former.test", standing=Organisation.Standing.FORMER)
    newcomer = make_member(email="anna@former.test", state="pending")

    assert not approval.welcome_verified(newcomer)
    newcomer.refresh_from_db()
    assert newcomer.state == Member.State.PENDING


@pytest.mark.parametrize("address", ["anna@mail.namur.test", "anna@notnamur.test", "anna@namur.test.evil.test"])
def test_only_the_exact_domain_counts(address):
    make_organisation(domain="namur.test")
    assert not approval.welcome_verified(make_member(email=address, state="pending"))


def test_an_unverified_address_lets_nobody_in():
    make_organisation(domain="namur.test")
    newcomer = make_member(email="anna@namur.test", state="pending", verified=False)

    assert not approval.welcome_verified(newcomer)
    newcomer.refresh_from_db()
    assert newcomer.state == Member.State.PENDING


def test_a_second_verified_address_lets_nobody_in():
    make_organisation(domain="namur.test")
    newcomer = make_member(email="anna@elsewhere.test", state="pending")
    newcomer.emailaddress_set.create(email="anna@namur.test", verified=True, primary=False)

    assert not approval.welcome_verified(newcomer)


@pytest.mark.parametrize("state", ["rejected", "deactivated", "erased"])
def test_no_domain_brings_back_who_was_turned_away(state):
    make_organisation(domain="namur.test")
    gone = make_member(email="anna@namur.test", state=state)

    assert not approval.welcome_verified(gone)
    gone.refresh_from_db()
    assert gone.state == state


def test_a_stale_object_brings_nobody_back(administrator):
    make_organisation(domain="namur.test")
    newcomer = make_member(email="anna@namur.test", state="pending")
    stale = Member.objects.get(pk=newcomer.pk)
    approval.reject_member(newcomer, by=administrator)

    assert not approval.welcome_verified(stale)
    newcomer.refresh_from_db()
    assert newcomer.state == Member.State.REJECTED


def test_administrators_are_told_once_that_somebody_waits(administrator):
    newcomer = make_member(email="anna@unknown.test", name="Anna Smets", state="pending")

    approval.welcome_verified(newcomer)
    approval.welcome_verified(newcomer)

    [subject] = mails_to(administrator.email)
    assert "Anna Smets" in subject


def test_people_without_the_right_are_not_told():
    editor = make_member()
    approval.welcome_verified(make_member(email="anna@unknown.test", state="pending"))
    assert mails_to(editor.email) == []


def test_approving_tells_the_member_and_the_log(administrator):
    newcomer = make_member(state="pending")
    ghent = make_organisation()

    approval.approve_member(newcomer, by=administrator, organisation=ghent)

    assert newcomer.state == Member.State.APPROVED
    assert newcomer.organisation == ghent
    assert len(mails_to(newcomer.email)) == 1
    entry = ModelLogEntry.objects.get(action="members.approve")
    assert (entry.user, entry.object_id) == (administrator, str(newcomer.pk))


def test_two_administrators_decide_only_once(administrator):
    colleague = make_member(is_superuser=True)
    newcomer = make_member(state="pending")
    seen_before = Member.objects.get(pk=newcomer.pk)
    approval.approve_member(newcomer, by=administrator)

    with pytest.raises(AlreadyDecidedError):
        approval.reject_member(seen_before, by=colleague)

    newcomer.refresh_from_db()
    assert newcomer.state == Member.State.APPROVED
    assert len(mails_to(newcomer.email)) == 1


def test_a_rejection_tells_its_reason(administrator):
    newcomer = make_member(state="pending")

    approval.reject_member(newcomer, by=administrator, reason="Nous n'acceptons que @@les@@ organisations membres.")

    assert not newcomer.is_active
    text = Delivery.objects.get(address=newcomer.email).message.text
    assert "organisations membres" in text


def test_deactivating_ends_sessions_and_reactivating_does_not_revive_them(administrator, client):
    member = make_member()
    client.force_login(member)
    assert client.get("/fr/profile/").status_code == 200

    approval.deactivate_member(member, by=administrator)
    assert client.get("/fr/profile/").status_code == 302

    approval.reactivate_member(member, by=administrator)
    assert client.get("/fr/profile/").status_code == 302


def test_nobody_decides_about_herself(administrator):
    with pytest.raises(NotAllowedError):
        approval.deactivate_member(administrator, by=administrator)


def test_only_a_superuser_decides_about_a_superuser(administrator, approver):
    with pytest.raises(NotAllowedError):
        approval.deactivate_member(administrator, by=approver)


def test_who_may_not_approve_cannot(administrator):
    with pytest.raises(NotAllowedError):
        approval.approve_member(make_member(state="pending"), by=make_member())
