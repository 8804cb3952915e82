"""What fills a rubric: its rule as a value, what the rule asks of the sources, and whether a candidate meets it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, F, Value
from django.utils import timezone

from contracts.candidates import Candidate, Order, Wanted
from newsletter import sources
from newsletter.models import Publication, Rubric

# One question to the sources for all rubrics together; if an answer is cut off here, each rubric asks for itself.
TOGETHER = 500
EACH = 200


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rubric's rule for one planned hour."""

    rubric: Rubric
    kinds: frozenset[str]
    since: datetime
    until: datetime
    any_tags: frozenset[int]
    all_tags: frozenset[int]
    no_tags: frozenset[int]
    themes: frozenset[int]

    def wanted(self) -> Wanted:
        """What the sources are asked for."""
        return Wanted(
            kinds=self.kinds,
            since=self.since,
            until=self.until,
            ahead_days=self.rubric.ahead_days,
            any_tags=self.any_tags,
            all_tags=self.all_tags,
            no_tags=self.no_tags,
            themes=self.themes,
            order=self.order,
            limit=EACH,
        )

    @property
    def order(self) -> Order:
        """How the rubric's items follow each other."""
        return self.rubric.order_by  # type: ignore[return-value]  # the field's choices are Order's values

    def meets(self, candidate: Candidate) -> bool:
        """Whether the rule wants this candidate."""
        return candidate.kind in self.kinds and self._subject_fits(candidate) and self.is_timely(candidate)

    def is_timely(self, candidate: Candidate) -> bool:
        """Whether it is recent enough, still to come, or still open on the day that the issue leaves."""
        if candidate.deadline is not None and candidate.deadline < timezone.localdate(self.until):
            return False
        if candidate.starts_at is not None:
            return self.until <= candidate.starts_at < self.until + timedelta(days=self.rubric.ahead_days)
        return self.since <= candidate.published_at < self.until

    def _subject_fits(self, candidate: Candidate) -> bool:
        return (
            (not self.any_tags or bool(self.any_tags & candidate.tags))
            and self.all_tags <= candidate.tags
            and not self.no_tags & candidate.tags
            and (not self.themes or bool(self.themes & candidate.themes))
        )

    def in_order(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Sort as the rubric says; equal ones keep a stable order by key."""
        found = sorted(candidates, key=lambda candidate: candidate.key)
        if self.order == "title":
            return sorted(found, key=lambda candidate: next(iter(candidate.versions.values())).title.casefold())
        if self.order == "soonest":
            return sorted(found, key=_soonest)
        return sorted(found, key=lambda candidate: candidate.published_at, reverse=self.order == "newest")


def _soonest(candidate: Candidate) -> float:
    if candidate.starts_at is not None:
        return candidate.starts_at.timestamp()
    if candidate.deadline is not None:
        return datetime.combine(candidate.deadline, datetime.min.time(), timezone.get_current_timezone()).timestamp()
    return candidate.published_at.timestamp()


def rules_of(publication: Publication, *, at: datetime) -> list[Rule]:
    """Return the rules of the rubrics that hold items, in the rubrics' order, for an issue that leaves then."""
    tags = _tags_of(publication)
    every_kind = sources.kinds()
    return [
        Rule(
            rubric=rubric,
            kinds=frozenset(rubric.kinds) & every_kind if rubric.kinds else every_kind,
            since=at - timedelta(days=rubric.horizon_days),
            until=at,
            **{name: frozenset(tags[rubric.pk, name]) for name in ("any_tags", "all_tags", "no_tags", "themes")},
        )
        for rubric in publication.rubrics.all()
        if rubric.holds_items
    ]


def _tags_of(publication: Publication) -> dict[tuple[int, str], set[int]]:
    """Read the four kinds of tags and themes of all rubrics in one statement."""
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    parts = [
        getattr(Rubric, name)
        .through.objects.filter(rubric__publication=publication)
        .annotate(part=Value(name, CharField()), subject=F("theme_id" if name == "themes" else "tag_id"))
        .values_list("rubric_id", "part", "subject")
        for name in ("any_tags", "all_tags", "no_tags", "themes")
    ]
    for rubric, part, subject in parts[0].union(*parts[1:], all=True):
        found[rubric, part].add(subject)
    return found


def find_for(rules: Sequence[Rule]) -> dict[int, list[Candidate]]:
    """Return what meets each rule, by rubric and in its order, with one question to each source."""
    if not rules:
        return {}
    together = sources.find(_together(rules))
    if len(together) >= TOGETHER:
        return {rule.rubric.pk: rule.in_order(_meeting(rule, sources.find(rule.wanted()))) for rule in rules}
    return {rule.rubric.pk: rule.in_order(_meeting(rule, together)) for rule in rules}


def _meeting(rule: Rule, found: dict[str, Candidate]) -> list[Candidate]:
    return [candidate for candidate in found.values() if rule.meets(candidate)]


def _together(rules: Sequence[Rule]) -> Wanted:
    """Return the narrowest question whose answer holds every rubric's own."""
    any_tags = [rule.any_tags | rule.all_tags for rule in rules]
    themes = [rule.themes for rule in rules]
    return Wanted(
        kinds=frozenset().union(*(rule.kinds for rule in rules)),
        since=min(rule.since for rule in rules),
        until=rules[0].until,
        ahead_days=max(rule.rubric.ahead_days for rule in rules),
        any_tags=frozenset().union(*any_tags) if all(any_tags) else frozenset(),
        themes=frozenset().union(*themes) if all(themes) else frozenset(),
        limit=TOGETHER,
    )
