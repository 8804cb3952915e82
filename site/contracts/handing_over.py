"""What somebody who leaves passes on to her successor: asked by the pages about people, answered by each app."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of what passes. `titles` are for the person herself; to others only their number is told."""

    label: str
    titles: tuple[str, ...]


class Handover(Protocol):
    """One app's part of a handover."""

    def preview(self, member: Any) -> Iterable[Part]:
        """Return what she would pass on now; parts without anything may be left out."""
        ...

    def pass_on(self, member: Any, *, to: Any, by: Any) -> None:
        """Give it to her successor, and tell the successor. Called inside the transaction of the handover."""
        ...
