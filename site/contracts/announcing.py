"""How an app says that content has changed, without knowing who cares (the search index does)."""

from collections.abc import Callable, Iterable

Watcher = Callable[[Iterable[str]], None]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Call `watcher` with the keys at every later announcement. Watching twice is watching once."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def announce(*keys: str) -> None:
    """Say that the content behind these keys was written, changed, moved or removed.

    Called inside the transaction of the change, so that what watchers write stands or falls with it.
    """
    for watcher in _watchers:
        watcher(keys)
