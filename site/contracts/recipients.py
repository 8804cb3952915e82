"""What the outbox asks the owner of a mail before it leaves: does this person still want it, and may she read it?"""

from collections.abc import Iterable, Mapping
from typing import Protocol


class RecipientCheck(Protocol):
    """One per kind of dispatch ("issue", "digest"). Kinds without a check are always wanted (account mail)."""

    kind: str

    def refused(self, dispatch_key: str, recipient_keys: Iterable[str]) -> Mapping[str, str]:
        """Return those who must not get it, each with a reason of one word ("unsubscribed", "erased"…).

        Asked for a claimed batch, then for one recipient in the moment before DATA: must be cheap.
        """
        ...
