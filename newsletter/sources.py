"""Where candidates come from: the only reader of NEWSLETTER_SOURCES."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings

from contracts.candidates import Candidate, CandidateSource, Wanted
from contracts.loading import load


def kinds() -> frozenset[str]:
    """Return every kind of content that some app offers."""
    return frozenset().union(*(source.kinds for source in _sources()))


def find(wanted: Wanted) -> dict[str, Candidate]:
    """Return what meets the rule, by key; each source is asked once, and only for kinds that it has."""
    found: dict[str, Candidate] = {}
    for source in _sources():
        kinds = wanted.kinds & source.kinds
        if kinds:
            found |= {candidate.key: candidate for candidate in source.find(replace(wanted, kinds=kinds))}
    return found


def get(keys: Iterable[str]) -> dict[str, Candidate]:
    """Return what is still released and live among the keys."""
    wanted = list(keys)
    found: dict[str, Candidate] = {}
    if wanted:
        for source in _sources():
            found |= source.get(wanted)
    return found


def _sources() -> list[CandidateSource]:
    return load(settings.NEWSLETTER_SOURCES)
