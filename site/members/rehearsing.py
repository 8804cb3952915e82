"""Tries a change of groups out and takes it back, to say beforehand who would come in where and who would go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Group, GroupMember, Member
from members.places import names_by_place, people_by_groups

People = Mapping[str, frozenset[int]]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who comes into one group or place, and who goes."""

    name: str
    coming: list[Member] = field(default_factory=list)
    going: list[Member] = field(default_factory=list)


def rehearse(act: Callable[[], Any], look: Callable[[], People]) -> list[Change]:
    """Do it, look at who is where before and after, and undo it all: what is said is what would really happen."""
    with transaction.atomic():
        before = look()
        act()
        after = look()
        transaction.set_rollback(True)
    return _changes(before, after)


def look_at_groups(groups: Iterable[int] | None = None) -> People:
    """Return who is in these groups (all of them, if none are named), and in the places to which they point."""
    rows = Group.objects.all() if groups is None else Group.objects.filter(pk__in=list(groups))
    pks = list(rows.values_list("pk", flat=True))
    inside: dict[str, set[int]] = {f"group:{pk}": set() for pk in pks}
    for group, member in GroupMember.objects.filter(group__in=pks).values_list("group", "member"):
        inside[f"group:{group}"].add(member)
    return {key: frozenset(people) for key, people in inside.items()} | people_by_groups(pks)


def mark_of(changes: Iterable[Change]) -> str:
    """Return what a page that shows these changes sends along, so that others are never brought about unseen."""
    shown = [(change.name, [row.pk for row in change.coming], [row.pk for row in change.going]) for change in changes]
    return sha256(repr(shown).encode()).hexdigest()[:20]


def _changes(before: People, after: People) -> list[Change]:
    nobody: frozenset[int] = frozenset()
    keys = dict.fromkeys([*after, *before])
    moved = {key: (after.get(key, nobody) - before.get(key, nobody), before.get(key, nobody) - after.get(key, nobody))
             for key in keys}  # fmt: skip
    moved = {key: both for key, both in moved.items() if any(both)}
    concerned = {pk for both in moved.values() for each in both for pk in each}
    members = Member.objects.select_related("organisation").in_bulk(concerned)
    names = _group_names(moved) | names_by_place(moved)
    return [
        Change(name=names.get(key, _("This group")), coming=_by_name(members, coming), going=_by_name(members, going))
        for key, (coming, going) in moved.items()
    ]


def _group_names(keys: Iterable[str]) -> dict[str, str]:
    pks = [int(key.removeprefix("group:")) for key in keys if key.startswith("group:")]
    return {
        f"group:{group.pk}": _("The group “%(group)s”") % {"group": group} for group in Group.objects.filter(pk__in=pks)
    }


def _by_name(members: Mapping[int, Member], pks: Iterable[int]) -> list[Member]:
    return sorted((members[pk] for pk in pks), key=lambda member: (member.name.casefold(), member.pk))
