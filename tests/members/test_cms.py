"""The CMS's screens for people."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group as Role
from wagtail.models import ModelLogEntry

from members.models import Group, MailDomain, Member, Organisation
from tests.factories.members import make_member, make_organisation
from tests.members.helpers import mails_to, save_seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    member = make_member(email="root@parvis.test", name="Root", is_superuser=True)
    client.force_login(member)
    return member


@pytest.fixture
def office(client, approver):
    client.force_login(approver)
    return client


def test_the_waiting_stand_first_and_say_whether_they_can_be_decided(office):
    make_member(name="Aaron")
    make_member(name="Zoe", state="pending")
    make_member(name="Bea", state="pending", verified=False)
    rows = office.get("/cms/members/").context["object_list"]
    assert rows[0].name == "Zoe"
    assert b"Bea" in office.get("/cms/members/?q=bea").content


def test_the_list_is_narrowed_by_state_and_searched_by_organisation(office):
    make_member(name="Zoe", state="pending", organisation_stated="Stad Aalst")
    make_member(name="Yan", organisation=make_organisation(name_nl="Stad Gent"))
    assert [row.name for row in office.get("/cms/members/?state=pending").context["object_list"]] == ["Zoe"]
    assert [row.name for row in office.get("/cms/members/results/?q=gent").context["object_list"]] == ["Yan"]
    assert [row.name for row in office.get("/cms/members/results/?q=aalst").context["object_list"]] == ["Zoe"]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_number_of_queries(office, django_assert_num_queries, rows):
    for number in range(rows):
        make_member(state="pending", organisation=make_organisation(), verified=bool(number % 2))
    office.get("/cms/members/results/")
    with django_assert_num_queries(7):
        office.get("/cms/members/results/")


@pytest.mark.parametrize(
    ("decision", "before", "after"),
    [("approve", "pending", "approved"), ("approve", "rejected", "approved"), ("reject", "pending", "rejected"),
     ("deactivate", "approved", "deactivated"), ("reactivate", "deactivated", "approved")],
)  # fmt: skip
def test_a_decision_is_asked_and_then_done(office, decision, before, after):
    member = make_member(name="Zoe", state=before)
    address = f"/cms/members/{member.pk}/decide/{decision}/"

    assert "Zoe" in office.get(address).content.decode()
    member.refresh_from_db()
    assert member.state == before
    assert mails_to(member.email) == []

    assert office.post(address, {"reason": "Une raison."}).url == "/cms/members/"
    member.refresh_from_db()
    assert member.state == after
    assert ModelLogEntry.objects.filter(action=f"members.{decision}", object_id=str(member.pk)).count() == 1
    assert len(mails_to(member.email)) == 1


def test_a_decision_that_comes_too_late_is_said_and_changes_nothing(office):
    member = make_member(state="deactivated")
    answer = office.post(f"/cms/members/{member.pk}/decide/reject/", {}, follow=True)
    assert answer.redirect_chain == [(f"/cms/members/edit/{member.pk}/", 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    member.refresh_from_db()
    assert member.state == "deactivated"


def test_an_unknown_decision_and_ones_own_are_not_found(office, approver):
    member = make_member()
    assert office.get(f"/cms/members/{member.pk}/decide/promote/", follow=True).status_code == 404
    assert office.post(f"/cms/members/{approver.pk}/decide/deactivate/", follow=True).status_code == 404
    approver.refresh_from_db()
    assert approver.state == "approved"


def test_an_editor_without_the_right_decides_nothing(client):
    role = Role.objects.create(name="Writers")
    from django.contrib.auth.models import Permission

    role.permissions.set(Permission.objects.filter(codename="access_admin"))
    editor = make_member()
    editor.groups.add(role)
    client.force_login(editor)
    member = make_member(state="pending")

    assert client.post(f"/cms/members/{member.pk}/decide/approve/").status_code in {302, 404}
    assert client.get("/cms/members/").status_code == 302
    member.refresh_from_db()
    assert member.state == "pending"
    assert client.get("/cms/").status_code == 200


def test_a_plain_member_does_not_enter_the_cms(client):
    client.force_login(make_member())
    assert client.get("/cms/members/").status_code == 403


def test_the_page_of_a_member_shows_what_can_be_decided(office):
    member = make_member(name="Zoe", state="pending", organisation_stated="Stad Aalst")
    page = office.get(f"/cms/members/edit/{member.pk}/").content.decode()
    assert "Stad Aalst" in page
    assert f"/cms/members/{member.pk}/decide/approve/" in page
    assert f"/cms/members/{member.pk}/decide/deactivate/" not in page


def test_a_lost_phone_is_helped_only_where_there_is_one(office):
    plain, protected = make_member(), make_member()
    TOTP.activate(protected, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    for member, offered in ((plain, False), (protected, True)):
        address = f"/cms/members/{member.pk}/decide/reset-second-step/"
        assert (address in office.get(f"/cms/members/edit/{member.pk}/").content.decode()) is offered
        assert (address in office.get("/cms/members/results/").content.decode()) is offered
    assert office.post(address).url == "/cms/members/"
    assert not Authenticator.objects.exists()


def test_an_administrator_gives_a_role_and_an_organisation(client, administrator):
    member, town, role = make_member(), make_organisation(), Role.objects.create(name="Redaction")
    said = {"name": "Zoe", "organisation": town.pk, "function": "", "language": "nl", "reads": ["nl"],
            "groups": [role.pk]}  # fmt: skip
    group = Group.objects.create(name_fr="G", name_nl="G", by_rule=True, organisation_kind="town")

    assert client.post(f"/cms/members/edit/{member.pk}/", said).status_code == 302

    member.refresh_from_db()
    assert (member.name, member.organisation, member.language) == ("Zoe", town, "nl")
    assert list(member.groups.all()) == [role]
    assert group.memberships.get().member == member


def test_nobody_adds_deletes_or_switches_people(client, administrator):
    member = make_member()
    for address in (
        "/cms/members/new/", f"/cms/members/delete/{member.pk}/", "/cms/users/new/", "/cms/users/add/",
        f"/cms/users/delete/{member.pk}/", f"/cms/users/{member.pk}/delete/",
        f"/cms/bulk/members/member/delete/?id={member.pk}",
        f"/cms/bulk/members/member/set_active_state/?id={member.pk}",
        f"/cms/bulk/members/member/assign_role/?id={member.pk}",
    ):  # fmt: skip
        for answer in (
            client.get(address),
            client.post(address, {"email": "new@parvis.test", "mark_as_active": "False"}),
        ):
            assert answer.status_code in {302, 404}, address
    member.refresh_from_db()
    assert member.is_active
    assert Member.objects.count() == 2


def test_wagtails_links_to_users_lead_to_members(client, administrator):
    assert client.get("/cms/users/").url == "/cms/members/"
    assert client.get(f"/cms/users/edit/{administrator.pk}/").url == f"/cms/members/edit/{administrator.pk}/"


def test_the_dashboard_says_how_many_wait_to_those_who_decide(office):
    make_member(state="pending")
    make_member(state="pending")
    make_member(state="pending", verified=False)
    panels = [panel for panel in office.get("/cms/").context["panels"] if panel.name == "members_waiting"]
    assert panels
    assert b"/cms/members/?state=pending" in office.get("/cms/").content
    Member.objects.filter(state="pending").update(state="rejected", is_active=False)
    assert b"/cms/members/?state=pending" not in office.get("/cms/").content


def test_the_account_page_of_the_cms_asks_no_first_name(client, administrator):
    page = client.get("/cms/account/")
    assert page.status_code == 200
    assert b"first_name" not in page.content


def domains(*written):
    rows = {f"domains-{number}-{key}": value for number, domain in enumerate(written)
            for key, value in {"domain": domain, "id": "", "ORDER": number + 1, "DELETE": ""}.items()}  # fmt: skip
    return rows | {
        "domains-TOTAL_FORMS": len(written), "domains-INITIAL_FORMS": 0, "domains-MIN_NUM_FORMS": 0,
        "domains-MAX_NUM_FORMS": 1000,
    }  # fmt: skip


TOWN = {"name_fr": "Ville d'Alost", "name_nl": "Stad Aalst", "name_de": "", "name_en": "", "kind": "town",
        "standing": "member"}  # fmt: skip


def test_an_organisation_is_made_with_its_domains(client, administrator):
    assert client.get("/cms/organisations/new/").status_code == 200
    answer = client.post("/cms/organisations/new/", TOWN | domains("@Aalst.test", "cpas.aalst.test"))
    assert answer.status_code == 302
    assert Organisation.objects.get().domain_list == "aalst.test, cpas.aalst.test"
    assert client.get("/cms/organisations/").status_code == 200


def test_a_new_domain_lets_in_those_who_wait_already(client, administrator):
    waits = make_member(email="zoe@aalst.test", state="pending")
    unverified = make_member(email="yan@aalst.test", state="pending", verified=False)
    other = make_member(email="xan@notaalst.test", state="pending")
    client.post("/cms/organisations/new/", TOWN | domains("aalst.test"))
    states = [Member.objects.get(pk=member.pk).state for member in (waits, unverified, other)]
    assert states == ["approved", "pending", "pending"]
    assert len(mails_to("zoe@aalst.test")) == 1


def test_a_public_provider_is_refused_beside_its_field(client, administrator):
    answer = client.post("/cms/organisations/new/", TOWN | domains("gmail.com"))
    assert answer.status_code == 200
    assert "gmail.com" in answer.content.decode()
    assert not MailDomain.objects.exists()


def test_an_organisations_new_kind_refills_groups(client, administrator):
    town = make_organisation(kind="ngo")
    make_member(organisation=town)
    group = Group.objects.create(name_fr="G", name_nl="G", by_rule=True, organisation_kind="town")
    answer = save_seen(client, f"/cms/organisations/edit/{town.pk}/", TOWN | domains())
    assert answer.status_code == 302
    assert group.memberships.count() == 1


def test_deleting_an_organisation_keeps_its_people_and_refills_groups(client, administrator):
    town = make_organisation(kind="town")
    member = make_member(organisation=town)
    group = Group.objects.create(name_fr="G", name_nl="G", by_rule=True, organisation_kind="town")
    from members.groups import refill_group

    refill_group(group)
    assert client.post(f"/cms/organisations/delete/{town.pk}/").status_code == 302
    member.refresh_from_db()
    assert member.organisation is None
    assert group.memberships.count() == 0


GROUP = {"name_fr": "Pôle", "name_nl": "Pool", "name_de": "", "name_en": "", "organisation_kind": "",
         "function_contains": ""}  # fmt: skip


def test_a_group_is_filled_by_hand(client, administrator):
    member = make_member(name="Zoe", organisation=make_organisation())
    assert b"Zoe" in client.get("/cms/member-groups/new/").content
    save_seen(client, "/cms/member-groups/new/", GROUP | {"people": [member.pk]})
    group = Group.objects.get()
    assert [row.member for row in group.memberships.all()] == [member]

    page = client.get(f"/cms/member-groups/edit/{group.pk}/")
    assert page.context["form"].initial["people"] == [member.pk]
    save_seen(client, f"/cms/member-groups/edit/{group.pk}/", GROUP)
    assert not group.memberships.exists()


def test_a_group_is_filled_by_its_rule_when_it_is_saved(client, administrator):
    town = make_organisation(kind="police_zone")
    member = make_member(organisation=town)
    save_seen(client, "/cms/member-groups/new/", GROUP | {"by_rule": "on", "organisations": [town.pk]})
    assert [row.member for row in Group.objects.get().memberships.all()] == [member]
    assert client.get("/cms/member-groups/").status_code == 200


def test_a_rule_without_a_condition_is_refused(client, administrator):
    answer = client.post("/cms/member-groups/new/", GROUP | {"by_rule": "on"})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not Group.objects.exists()
