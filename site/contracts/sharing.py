"""What people share on this site: asked by the pages about people, answered by the apps that have places."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place that two people share; `is_animated` when the other one is an animator there."""

    title: str
    url: str
    is_animated: bool = False


class SharedPlaces(Protocol):
    """One app's places."""

    def met_by(self, user: Any) -> Any:
        """Return a condition on members, for a queryset: they share a place with this person now."""
        ...

    def in_common(self, user: Any, other: Any) -> Iterable[Place]:
        """Return the places in which both are now; never one that this person may not enter."""
        ...
