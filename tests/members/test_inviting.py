"""Invitations by a pasted list: what is read from it, who is let in, and what the CMS shows."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forum.models import Notice, Room, RoomMember
from members.address_lists import read_addresses
from members.errors import AlreadyAnsweredError
from members.inviting import invitation_token, invite, send_invitation, withdraw_invitation
from members.models import Invitation, Member
from tests.factories.forum import make_room
from tests.factories.members import make_member, make_organisation
from tests.members.helpers import last_mail_to, link_in, mails_to, subjects_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("anna@aalst.test", [("", "anna@aalst.test")]),
        ("  Anna Smets <Anna@Aalst.test>  ", [("Anna Smets", "anna@aalst.test")]),
        ('"Smets, Anna" <anna@aalst.test>', [("Smets, Anna", "anna@aalst.test")]),
        ("Smets, Anna <anna@aalst.test>", [("Smets, Anna", "anna@aalst.test")]),
        ("anna@aalst.test; Bram <bram@gent.test>,", [("", "anna@aalst.test"), ("Bram", "bram@gent.test")]),
        ("anna@aalst.test\n\n\r\nbram@gent.test", [("", "anna@aalst.test"), ("", "bram@gent.test")]),
        ("mailto:anna@aalst.test", [("", "anna@aalst.test")]),
        ("anna at aalst", [("", "")]),
        ("Anna <>", [("", "")]),
        (" \u00a0", []),
    ],
)
def test_a_pasted_list_is_read_as_mail_programs_write_it(written, read):
    assert [(entry.name, entry.address) for entry in read_addresses(written)] == read


@pytest.fixture
def office(client):
    administrator = make_member(name="Katrien Oomsdael", email="katrien@parvis.test", is_superuser=True)
    client.force_login(administrator)
    client.administrator = administrator
    return client


def said(*addresses, **rest):
    return {"addresses": "\n".join(addresses), "language": "nl"} | rest


def test_the_list_is_looked_at_before_anybody_is_invited(office):
    make_member(email="known@parvis.test", name="Karel Kent")
    make_member(email="closed@parvis.test", state="rejected")
    make_member(email="waits@parvis.test", state="pending")
    Invitation.objects.create(email="asked@parvis.test", language="fr")
    lines = ["new@parvis.test", "known@parvis.test", "closed@parvis.test", "waits@parvis.test", "asked@parvis.test",
             "nonsense", "katrien@parvis.test", "New Again <NEW@parvis.test>"]  # fmt: skip

    page = office.post(reverse("invitations:invite"), said(*lines))

    assert [row.known for row in page.context["invitees"]] == [
        "new", "member", "closed", "waiting", "invited", "invalid", "self", "twice",
    ]  # fmt: skip
    assert page.context["count"] == 4
    assert Invitation.objects.count() == 1
    assert mails_to("new@parvis.test") == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_look_costs_the_same_number_of_queries(office, django_assert_num_queries, rows):
    lines = [make_member().email for _number in range(rows)] + [f"n{number}@parvis.test" for number in range(rows)]
    office.get(reverse("invitations:invite"))
    with django_assert_num_queries(11):
        office.post(reverse("invitations:invite"), said(*lines))


def test_from_the_list_over_the_mail_into_the_rooms(office, client):
    town, room = make_organisation(name_nl="Stad Aalst"), make_room(access="closed")
    list_ = said("Anna Smets <anna@aalst.test>", organisation=town.pk, places=[f"room:{room.pk}"], confirmed="1")

    assert office.post(reverse("invitations:invite"), list_).url == reverse("invitations:index")

    mail = last_mail_to("anna@aalst.test")
    assert mail.language == "nl"
    assert room.name_nl in mail.text
    client.logout()
    link = link_in(mail, "/signup/")
    assert link.startswith("/nl/")
    page = client.get(link).content.decode()
    for known in ('value="anna@aalst.test"', 'value="Anna Smets"', f'value="{town.pk}" selected'):
        assert known in page
    form = {
        "name": "Anna Smets", "organisation": town.pk, "function": "Mediator", "email": "anna@aalst.test",
        "password1": "een zin die niemand raadt", "language": "nl", "reads": ["nl"],
    }  # fmt: skip
    client.post(link, form)
    assert Member.objects.get(email="anna@aalst.test").state == "pending"
    answer = client.post(link_in(last_mail_to("anna@aalst.test"), "/confirm-email/"), follow=True)

    anna = Member.objects.get(email="anna@aalst.test")
    assert answer.redirect_chain[-1] == ("/nl/new/", 302)
    assert (anna.state, anna.organisation) == ("approved", town)
    assert RoomMember.objects.get(member=anna).origin == "invited"
    assert Invitation.objects.get().accepted_by == anna
    assert "Katrien" not in " ".join(subjects_to("katrien@parvis.test"))
    client.logout()
    assert client.get(link).url == reverse("account_login")


def test_whoever_has_an_account_is_let_in_at_once_and_told(office):
    room, member = make_room(access="closed"), make_member()

    office.post(reverse("invitations:invite"), said(member.email, places=[f"room:{room.pk}"], confirmed="1"))

    assert list(Room.objects.visible_to(member)) == [room]
    assert Notice.objects.get(member=member).reason == "invited"
    assert room.name_fr in last_mail_to(member.email).text
    assert Invitation.objects.get().state == "accepted"


def test_a_guest_becomes_a_member_and_a_waiting_person_is_approved(office):
    guest, waiting = make_member(state="guest"), make_member(state="pending")

    office.post(reverse("invitations:invite"), said(guest.email, waiting.email, confirmed="1"))

    assert set(Member.objects.filter(pk__in=[guest.pk, waiting.pk]).values_list("state", flat=True)) == {"approved"}


def test_another_address_than_the_invited_one_waits_like_everybody(client):
    invitation = invite("anna@aalst.test", by=make_member(), language="nl", places=["room:1"])
    form = {
        "name": "Anna", "organisation": "another", "organisation_stated": "Stad", "function": "Mediator",
        "email": "other@aalst.test", "password1": "een zin die niemand raadt", "language": "nl", "reads": ["nl"],
    }  # fmt: skip
    client.post(f"/nl/accounts/signup/?invitation={invitation_token(invitation)}", form)
    client.post(link_in(last_mail_to("other@aalst.test"), "/confirm-email/"))

    assert Member.objects.get(email="other@aalst.test").state == "pending"


def test_the_link_alone_opens_nothing(client):
    invitation = invite("anna@aalst.test", by=make_member(), language="nl", places=["room:1"])
    client.get(f"/nl/accounts/signup/?invitation={invitation_token(invitation)}")
    for nonsense in ("x", "", invitation_token(invitation)[:-3] + "abc"):
        assert "anna@aalst.test" not in client.get(f"/nl/accounts/signup/?invitation={nonsense}").content.decode()

    assert Invitation.objects.get().state == "open"
    assert not Member.objects.filter(email="anna@aalst.test").exists()


def test_one_open_invitation_grows(office):
    first, second = make_room(), make_room()
    for room in (first, second):
        office.post(reverse("invitations:invite"), said("a@b.test", places=[f"room:{room.pk}"], confirmed="1"))

    assert Invitation.objects.get().places == [f"room:{first.pk}", f"room:{second.pk}"]
    assert second.name_nl in last_mail_to("a@b.test").text


def test_an_invitation_is_sent_again_and_taken_back_after_a_question(office):
    invitation = invite("a@b.test", by=office.administrator, language="fr")
    send, take = (reverse(f"invitations:{step}", args=[invitation.pk]) for step in ("send", "withdraw"))
    for path in (send, take):
        assert office.get(path).status_code == 200
    assert len(mails_to("a@b.test")) == 1

    office.post(send)
    assert len(mails_to("a@b.test")) == 2
    office.post(take)

    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    assert ModelLogEntry.objects.filter(action="members.withdraw_invitation", user=office.administrator).exists()
    for verb, rest in ((send_invitation, {}), (withdraw_invitation, {"by": office.administrator})):
        with pytest.raises(AlreadyAnsweredError):
            verb(invitation, **rest)
    office.post(send)
    assert len(mails_to("a@b.test")) == 2


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_invitations_costs_the_same_number_of_queries(office, django_assert_num_queries, rows):
    room = make_room()
    for number in range(rows):
        Invitation.objects.create(
            email=f"i{number}@parvis.test", language="fr", by=make_member(), organisation=make_organisation(),
            places=[f"room:{room.pk}"], sent_at=timezone.now(),
        )  # fmt: skip
    office.get(reverse("invitations:index"))
    with django_assert_num_queries(9):
        office.get(reverse("invitations:index"))


def test_the_list_is_narrowed_by_state(office):
    now = timezone.now()
    Invitation.objects.create(email="open@parvis.test", language="fr")
    Invitation.objects.create(email="gone@parvis.test", language="fr", withdrawn_at=now)
    Invitation.objects.create(email="done@parvis.test", language="fr", accepted_at=now)
    for state, email in (
        ("open", "open@parvis.test"),
        ("withdrawn", "gone@parvis.test"),
        ("accepted", "done@parvis.test"),
    ):
        rows = office.get(reverse("invitations:index"), {"state": state}).context["object_list"]
        assert [row.email for row in rows] == [email]


def test_nobody_without_the_right_invites(client):
    client.force_login(make_member())
    assert client.post(reverse("invitations:invite"), said("a@b.test", confirmed="1")).status_code in {302, 403}
    assert not Invitation.objects.exists()


def test_invitations_are_never_edited_or_deleted(office):
    invitation = Invitation.objects.create(email="a@b.test", language="fr")
    for name in ("edit", "delete"):
        assert office.post(reverse(f"invitations:{name}", args=[invitation.pk]), {"email": "x@y.test"}).status_code in {
            302,
            403,
            404,
        }
    assert Invitation.objects.get().email == "a@b.test"
