"""Asks the apps that own places into which people can be let; see contracts.places."""

from collections.abc import Iterable
from typing import cast

from django.conf import settings

from contracts.loading import load
from contracts.places import PlaceSource


def place_choices() -> list[tuple[str, str]]:
    """Return key and name of every place that an invitation may open."""
    return [choice for source in _sources() for choice in source.choices()]


def place_names(keys: Iterable[str]) -> list[str]:
    """Return how these places are called in the active language; those that are gone are left out."""
    keys = list(keys)
    named = names_by_place(keys)
    return [named[key] for key in keys if key in named]


def names_by_place(keys: Iterable[str]) -> dict[str, str]:
    """Return the same by key, for many lists at once."""
    keys = list(keys)
    return {key: name for source in _sources() for key, name in source.names(keys).items()}


def people_by_groups(groups: Iterable[int]) -> dict[str, frozenset[int]]:
    """Return who is in each place to which one of these groups points."""
    groups = list(groups)
    return {key: people for source in _sources() for key, people in source.people_by_groups(groups).items()}


def people_at(keys: Iterable[str]) -> dict[str, frozenset[int]]:
    """Return who is in each of these places."""
    keys = list(keys)
    return {key: people for source in _sources() for key, people in source.people_at(keys).items()}


def _sources() -> list[PlaceSource]:
    return cast("list[PlaceSource]", load(settings.PLACE_SOURCES))
