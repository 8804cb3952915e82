import pytest

from members import approval, groups
from members.accounts import change_profile
from members.errors import EmptyRuleError
from members.models import Group
from tests.factories.members import make_member, make_organisation

pytestmark = pytest.mark.django_db


def make_group(**fields):
    return Group.objects.create(name_fr="Groupe", name_nl="Groep", **fields)


def names(group):
    return set(group.memberships.values_list("member__name", "origin"))


def test_a_rule_fills_a_group_with_all_its_conditions():
    zone, town = make_organisation(kind="police_zone"), make_organisation(kind="town")
    make_member(name="Yes", organisation=zone, function="Chargée de prévention")
    make_member(name="Other function", organisation=zone, function="Juriste")
    make_member(name="Other kind", organisation=town, function="Chargée de prévention")
    make_member(name="Waits", organisation=zone, function="Chargée de prévention", state="pending")
    group = make_group(by_rule=True, organisation_kind="police_zone", function_contains="prévention")

    groups.refill_group(group)

    assert names(group) == {("Yes", "rule")}


def test_a_rule_without_conditions_is_refused_and_not_everybody():
    make_member()
    group = make_group(by_rule=True)
    with pytest.raises(EmptyRuleError):
        groups.refill_group(group)
    assert names(group) == set()


def test_who_is_approved_later_comes_in_and_who_is_deactivated_goes():
    administrator = make_member(is_superuser=True)
    town = make_organisation()
    group = make_group(by_rule=True, organisation_kind="town")
    newcomer = make_member(name="Anna", organisation=town, state="pending")

    approval.approve_member(newcomer, by=administrator)
    assert names(group) == {("Anna", "rule")}
    approval.deactivate_member(newcomer, by=administrator)
    assert names(group) == set()


def test_a_new_function_moves_a_member():
    member = make_member(name="Anna", function="Juriste")
    group = make_group(by_rule=True, function_contains="médiat")
    change_profile(member, name="Anna", function="Médiatrice", language="fr", reads=[], digest="never")
    assert names(group) == {("Anna", "rule")}
    change_profile(member, name="Anna", function="Juriste", language="fr", reads=[], digest="never")
    assert names(group) == set()


def test_an_organisations_new_kind_moves_its_people():
    organisation = make_organisation(kind="ngo")
    make_member(name="Anna", organisation=organisation)
    group = make_group(by_rule=True, organisation_kind="town")
    organisation.kind = "town"
    organisation.save()
    groups.refill_groups()
    assert names(group) == {("Anna", "rule")}


def test_by_hand_holds_exactly_these_people():
    group = make_group()
    one, other = make_member(name="One"), make_member(name="Other")
    groups.fill_by_hand(group, members=[one])
    groups.fill_by_hand(group, members=[other])
    assert names(group) == {("Other", "hand")}


def test_refilling_leaves_people_picked_by_hand_alone():
    group = make_group()
    member = make_member(name="Anna")
    groups.fill_by_hand(group, members=[member])
    groups.refill_groups_of(member)
    groups.refill_groups()
    assert names(group) == {("Anna", "hand")}


@pytest.mark.parametrize("size", [1, 30])
def test_one_member_costs_the_same_whatever_the_size_of_the_group(django_assert_num_queries, size):
    town = make_organisation()
    group = make_group(by_rule=True, organisation_kind="town")
    members = [make_member(organisation=town) for _number in range(size)]
    groups.refill_group(group)
    with django_assert_num_queries(8):
        groups.refill_groups_of(members[0])
