"""Places that people are let into: named by keys, offered by the apps that own them, asked for by those that invite."""

from collections.abc import Iterable, Mapping
from typing import Protocol


class PlaceSource(Protocol):
    """One app's places."""

    def choices(self) -> Iterable[tuple[str, str]]:
        """Return the key and the name, in the active language, of every place that an invitation may open."""
        ...

    def names(self, keys: Iterable[str]) -> Mapping[str, str]:
        """Return how each of these places is called in the active language; never what is said there."""
        ...

    def people_by_groups(self, groups: Iterable[int]) -> Mapping[str, frozenset[int]]:
        """Return who is now in each place to which one of these groups points: primary keys of members, by key."""
        ...

    def people_at(self, keys: Iterable[str]) -> Mapping[str, frozenset[int]]:
        """Return who is now in each of these places."""
        ...
