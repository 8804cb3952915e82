"""Names of content across apps ("article:<translation_key>"), read by kind."""

from collections.abc import Iterable
from uuid import UUID


def by_kind(keys: Iterable[str], kinds: frozenset[str]) -> dict[str, set[UUID]]:
    """Return the translation keys of these kinds; what is not ours, or makes no sense, is left out."""
    found: dict[str, set[UUID]] = {}
    for key in keys:
        kind, _colon, identity = key.partition(":")
        if kind not in kinds:
            continue
        try:
            found.setdefault(kind, set()).add(UUID(identity))
        except ValueError:
            continue
    return found
