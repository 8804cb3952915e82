"""Turns the dotted paths of a setting into the objects that they name, once."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any


def load(paths: Iterable[str]) -> list[Any]:
    """Return what each dotted path names; a class is instantiated without arguments.

    Raises ImportError or AttributeError when a path names nothing.
    """
    return [_load_one(path) for path in paths]


@cache
def _load_one(path: str) -> Any:
    module, _, name = path.rpartition(".")
    found = getattr(import_module(module), name)
    return found() if isinstance(found, type) else found
