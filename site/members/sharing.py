"""Where two people meet on this site, as the apps that have places say."""

from django.conf import settings

from contracts.loading import load
from contracts.sharing import Place
from members.models import Member


def places_in_common(reader: Member, other: Member) -> list[Place]:
    """Return the places in which both are now; with herself, nobody has anything in common."""
    if reader == other:
        return []
    return [place for source in load(settings.SHARED_PLACES) for place in source.in_common(reader, other)]
