"""What may be wrong at start, beside what single settings say."""

from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError


@register(Tags.database)
def no_demo_accounts(databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """Warn of accounts whose password everybody knows (asked with `check --database default`, and at every start)."""
    from config.demo.accounts import open_demo_accounts

    try:
        found = open_demo_accounts() if databases else []
    except DatabaseError:  # not migrated yet
        found = []
    if not found:
        return []
    return [
        CheckWarning(
            f"This site has {len(found)} demo accounts with a known password: {', '.join(found)}.",
            hint="Fine for a demo. A real site starts with an empty database and DEMO=0.",
            id="config.W001",
        )
    ]
