"""Who may see and steer outgoing mail."""

from typing import Any

MANAGE_DISPATCH = "outbox.manage_dispatch"


def may_manage(user: Any) -> bool:
    """Whether she sees the report and may pause, resume, cancel and send again."""
    return bool(user.has_perm(MANAGE_DISPATCH))
