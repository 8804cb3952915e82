"""Fills groups: by hand, or by a rule whose result is kept as rows, so that whoever asks needs one join.

Every change is announced as "group:<pk>", so that rooms can follow.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from contracts.announcing import announce
from members.errors import EmptyRuleError
from members.models import Group, GroupMember, Member

Origin = GroupMember.Origin


@transaction.atomic
def refill_group(group: Group) -> None:
    """Make the rows of a group filled by rule say what the rule says now; a group filled by hand loses rule rows.

    Raises EmptyRuleError.
    """
    _settle(group, people_of_rule(group) if group.by_rule else Member.objects.none(), Origin.RULE)


@transaction.atomic
def refill_groups() -> None:
    """Refill every group that has a rule: an organisation has changed its kind or gone."""
    for group in Group.objects.filter(by_rule=True):
        refill_group(group)


@transaction.atomic
def refill_groups_of(member: Member) -> None:
    """Put one member into, or out of, the groups whose rule she now meets or no longer meets."""
    meets = {group.pk for group in Group.objects.filter(by_rule=True) if _meets(group, member)}
    by_rule = member.group_memberships.filter(origin=Origin.RULE)
    met = set(by_rule.values_list("group_id", flat=True))
    by_rule.exclude(group__in=meets).delete()
    GroupMember.objects.bulk_create(
        (GroupMember(group_id=pk, member=member, origin=Origin.RULE) for pk in meets), ignore_conflicts=True
    )
    announce(*(f"group:{pk}" for pk in sorted(met ^ meets)))


@transaction.atomic
def fill_by_hand(group: Group, *, members: Iterable[Member]) -> None:
    """Let a group hold exactly these people."""
    _settle(group, Member.objects.filter(pk__in=[member.pk for member in members]), Origin.HAND)


def people_of_rule(group: Group) -> QuerySet[Member]:
    """Return the approved members that the group's rule names. Raises EmptyRuleError."""
    organisations = list(group.organisations.values_list("pk", flat=True))
    rule = Q()
    if organisations:
        rule &= Q(organisation__in=organisations)
    if group.organisation_kind:
        rule &= Q(organisation__kind=group.organisation_kind)
    if group.function_contains:
        rule &= Q(function__icontains=group.function_contains)
    if not rule:
        raise EmptyRuleError
    return Member.objects.filter(rule, state=Member.State.APPROVED)


def _meets(group: Group, member: Member) -> bool:
    try:
        return people_of_rule(group).filter(pk=member.pk).exists()
    except EmptyRuleError:
        return False


def _settle(group: Group, people: QuerySet[Member], origin: GroupMember.Origin) -> None:
    group.memberships.exclude(origin=origin, member__in=people).delete()
    GroupMember.objects.bulk_create(
        (GroupMember(group=group, member=person, origin=origin) for person in people), ignore_conflicts=True
    )
    announce(f"group:{group.pk}")
