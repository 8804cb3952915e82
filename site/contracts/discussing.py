"""How a page asks for the discussion about its content, without knowing who holds discussions."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Discussion:
    """The way to the one discussion about a content, for one reader. Not started: the way to start it."""

    url: str
    is_started: bool


class Discussions(Protocol):
    """The app that holds discussions."""

    def about(self, key: str, *, reader: Any) -> Discussion | None:
        """Return the way for this reader; None where there is nothing that she may see or start.

        `key` names the content, the same in all its languages ("article:<translation key>").
        """
        ...
