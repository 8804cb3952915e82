"""Offers released words to newsletters: of a topic, these and nothing else."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils import translation

from contracts.candidates import Candidate, Version, Wanted
from forum.keys import numbers_of
from forum.models import Release


class ReleaseCandidates:
    """Implements contracts.candidates.CandidateSource. A topic has one standing release, so one candidate."""

    kinds = frozenset({"topic"})

    def find(self, wanted: Wanted) -> Iterable[Candidate]:
        """Return standing releases that meet the rule."""
        if not self.kinds & wanted.kinds:
            return []
        found = _standing().filter(at__gte=wanted.since, at__lt=wanted.until)
        if wanted.any_tags:
            found = found.filter(tags__in=wanted.any_tags)
        for tag in wanted.all_tags:
            found = found.filter(tags=tag)
        if wanted.no_tags:
            found = found.exclude(tags__in=wanted.no_tags)
        if wanted.themes:
            room = "topic__room"
            found = found.filter(
                Q(**{f"{room}__themes__in": wanted.themes}) | Q(**{f"{room}__main_theme__in": wanted.themes})
            )
        return [_candidate(release) for release in found.distinct().order_by(*_order(wanted))[: wanted.limit]]

    def get(self, keys: Iterable[str]) -> Mapping[str, Candidate]:
        """Return what is still released."""
        found = _standing().filter(topic__in=numbers_of(keys, kind="topic"))
        return {candidate.key: candidate for candidate in map(_candidate, found)}


def _standing() -> "QuerySet[Release]":
    return Release.objects.standing().select_related("topic__room").prefetch_related("tags", "topic__room__themes")


def _order(wanted: Wanted) -> tuple[str, str]:
    by = {"oldest": ("at", "pk"), "title": ("title_fr", "title_nl")}
    return by.get(wanted.order, ("-at", "-pk"))


def _candidate(release: Release) -> Candidate:
    room = release.topic.room
    themes = {theme.pk for theme in room.themes.all()} | ({room.main_theme_id} if room.main_theme_id else set())
    return Candidate(
        key=f"topic:{release.topic_id}",
        kind="topic",
        published_at=release.at,
        versions={language: _version(release, language) for language in release.languages},
        audience="public" if release.audience == Release.Audience.PUBLIC else "members",
        themes=frozenset(themes),
        tags=frozenset(tag.pk for tag in release.tags.all()),
    )


def _version(release: Release, language: str) -> Version:
    with translation.override(language):
        url = release.get_absolute_url()
    return Version(
        language=language,
        title=getattr(release, f"title_{language}"),
        lead=getattr(release, f"text_{language}"),
        url=url,
    )
