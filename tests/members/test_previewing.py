"""Before a save that moves people: who comes into groups and rooms, and who goes."""

import pytest
from django.urls import reverse

from forum.models import Notice, RoomMember, RoomRule
from members.groups import fill_by_hand
from members.models import Group, GroupMember, Organisation
from members.rehearsing import look_at_groups, rehearse
from tests.factories.forum import make_room
from tests.factories.members import make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_member(name="Root", is_superuser=True))
    return client


@pytest.fixture
def group():
    return Group.objects.create(name_fr="Pilotes", name_nl="Stuurgroep")


def said_of(changes):
    return {change.name: ([m.name for m in change.coming], [m.name for m in change.going]) for change in changes}


def told(page):
    return said_of(page.context["changes"])


def form_of(group, **said):
    names = {name: getattr(group, name) for name in ("name_fr", "name_nl", "name_de", "name_en")}
    return {name: value or "" for name, value in names.items()} | {"function_contains": ""} | said


def test_a_rehearsal_changes_nothing(group):
    member = make_member(name="Anna")

    changes = rehearse(lambda: fill_by_hand(group, members=[member]), look_at_groups)

    assert [list(change.coming) for change in changes] == [[member]]
    assert not GroupMember.objects.exists()


def test_a_groups_people_and_rooms_are_shown_before_it_is_saved(office, group):
    stays, goes, comes = (make_member(name=name) for name in ("Stays", "Goes", "Comes"))
    room = make_room(access="closed", name_fr="Pilotage", members=[make_member(name="By hand")])
    fill_by_hand(group, members=[stays, goes])
    RoomRule.objects.create(room=room, group=group)
    path, said = reverse("member-groups:edit", args=[group.pk]), form_of(group, people=[stays.pk, comes.pk])

    page = office.post(path, said)

    assert list(told(page).values()) == [(["Comes"], ["Goes"])] * 2
    assert "Pilotage" in told(page)
    assert RoomMember.objects.filter(room=room, member=goes).exists()
    answer = office.post(path, said | {"seen": page.context["mark"]})
    assert answer.status_code == 302
    assert set(room.memberships.values_list("member__name", flat=True)) == {"By hand", "Stays", "Comes"}


def test_what_has_changed_meanwhile_is_shown_again(office, group):
    path, first = reverse("member-groups:edit", args=[group.pk]), make_member()
    said = form_of(group, by_rule="on", function_contains="médiat")
    first.function = "Médiatrice médiatique"
    first.save()
    page = office.post(path, said)
    make_member(function="médiateur")

    again = office.post(path, said | {"seen": page.context["mark"]})

    assert again.context["mark"] != page.context["mark"]
    assert not GroupMember.objects.exists()


def test_a_save_that_moves_nobody_asks_nothing(office, group):
    answer = office.post(reverse("member-groups:edit", args=[group.pk]), form_of(group, name_fr="Copilotes"))

    assert answer.status_code == 302
    assert Group.objects.get().name_fr == "Copilotes"


def test_a_new_group_is_made_once(office):
    member = make_member()
    said = {"name_fr": "Neuf", "name_nl": "Nieuw", "name_de": "", "name_en": "", "function_contains": "",
            "people": [member.pk]}  # fmt: skip
    page = office.post(reverse("member-groups:add"), said)
    assert not Group.objects.exists()

    office.post(reverse("member-groups:add"), said | {"seen": page.context["mark"]})

    assert GroupMember.objects.get(group__name_fr="Neuf").member == member


def test_a_rooms_new_group_is_shown_before(office, group):
    inside, newcomer = make_member(), make_member(name="Newcomer")
    room = make_room(name_fr="Pilotage", members=[inside])
    fill_by_hand(group, members=[inside, newcomer])
    said = {"room": room.pk, "group": group.pk}

    page = office.post(reverse("room-groups:add"), said)
    assert told(page) == {"Pilotage": (["Newcomer"], [])}
    assert not RoomRule.objects.exists()

    office.post(reverse("room-groups:add"), said | {"seen": page.context["mark"]})
    assert room.memberships.count() == 2


@pytest.mark.parametrize("what", ["group", "rule"])
def test_deleting_shows_who_goes(office, group, what):
    member, room = make_member(name="Goes"), make_room(name_fr="Pilotage")
    fill_by_hand(group, members=[member])
    rule = RoomRule.objects.create(room=room, group=group)
    path = reverse("member-groups:delete", args=[group.pk])
    path = path if what == "group" else reverse("room-groups:delete", args=[rule.pk])

    assert told(office.get(path)) == {"Pilotage": ([], ["Goes"])}
    assert room.memberships.exists()
    office.post(path)
    assert not room.memberships.exists()


def test_an_organisations_new_kind_shows_whom_it_moves(office, group):
    town = make_organisation()
    member = make_member(name="Goes", organisation=town)
    Group.objects.filter(pk=group.pk).update(by_rule=True, organisation_kind="town")
    GroupMember.objects.create(group=group, member=member, origin="rule")
    said = {
        "name_fr": town.name_fr, "name_nl": town.name_nl, "name_de": "", "name_en": "", "kind": "ngo",
        "standing": "member", "town": "", "website": "", "about_fr": "", "about_nl": "",
        "domains-TOTAL_FORMS": 0, "domains-INITIAL_FORMS": 0, "domains-MIN_NUM_FORMS": 0, "domains-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    path = reverse("organisations:edit", args=[town.pk])

    page = office.post(path, said)

    assert list(told(page).values()) == [([], ["Goes"])]
    assert Organisation.objects.get(pk=town.pk).kind == "town"
    office.post(path, said | {"seen": page.context["mark"]})
    assert Organisation.objects.get(pk=town.pk).kind == "ngo"
    assert not GroupMember.objects.exists()


def test_animators_hear_of_an_administrator_whom_a_group_brings_in(group):
    animator, admin = make_member(), make_member(is_superuser=True)
    room = make_room(access="closed", animators=[animator])
    RoomRule.objects.create(room=room, group=group)

    fill_by_hand(group, members=[admin, make_member()])

    notice = Notice.objects.get()
    assert (notice.member, notice.by, notice.reason) == (animator, admin, "entered")
