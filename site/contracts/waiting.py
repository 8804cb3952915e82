"""What the frame of every page asks: how much waits for the person who reads it?"""

from typing import Any, Protocol


class WaitingCount(Protocol):
    """Counts what a signed-in member has not seen yet, in one query."""

    def __call__(self, member: Any) -> int:
        """Return the number; of a great many, some number that is at least 100."""
        ...
