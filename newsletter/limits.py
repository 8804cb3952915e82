"""Counts how often something was done, so that it can be refused for a while."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest


def within_limit(name: str, key: str, *, most: int, seconds: int) -> bool:
    """Count one more, and say whether that is still allowed. Keys are hashed: no address lies in the cache."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    place = f"limit:{name}:{digest}"
    cache.add(place, 0, seconds)
    try:
        return cache.incr(place) <= most
    except ValueError:  # it ran out between the two lines
        return True


def address_of(request: HttpRequest) -> str:
    """Return the machine that asks, as the server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))
