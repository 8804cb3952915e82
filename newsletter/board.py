"""What the issue's own screen shows: a column per rubric with chosen, dropped and candidate items, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from contracts.candidates import Candidate
from languages.names import in_language
from newsletter import sources
from newsletter.composing import may_stand
from newsletter.letter import version_for
from newsletter.models import Issue, IssueItem, Publication, Rubric
from newsletter.reasons import Reason, carried_in, for_members, is_new, what_lacks, why_offered, why_out_of_time
from newsletter.rules import Rule, find_for, rules_of
from themes.models import Tag

OFFERED = 30


@dataclass(frozen=True, kw_only=True)
class Card:
    """One item or candidate, as the editor sees it."""

    key: str
    title: str
    lead: str
    url: str
    kind: str
    reasons: Sequence[Reason]
    item: IssueItem | None = None
    position: int = 0
    is_first: bool = False
    is_last: bool = False
    may_come_in: bool = True


@dataclass(frozen=True, kw_only=True)
class Column:
    """A rubric of the board."""

    rubric: Rubric
    name: str
    chosen: Sequence[Card]
    dropped: Sequence[Card]
    candidates: Sequence[Card]


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What all cards share."""

    publication: Publication
    language: str
    tags: Mapping[int, str]
    since: datetime | None
    carried: Mapping[str, int]


def board(issue: Issue, *, language: str) -> list[Column]:
    """Return the columns in the rubrics' order; the number of queries does not depend on the number of items."""
    rules = {rule.rubric.pk: rule for rule in rules_of(issue.publication, at=issue.planned_for)}
    items = list(issue.items.select_related("rubric").prefetch_related("texts"))
    offered = find_for(list(rules.values()))
    known = _known(issue, language=language)
    content = sources.get(item.key for item in items)
    here = {item.key for item in items}
    return [
        _column(
            rubric,
            rule=rules.get(rubric.pk),
            items=[item for item in items if item.rubric_id == rubric.pk],
            offered=[candidate for candidate in offered.get(rubric.pk, []) if candidate.key not in here],
            content=content,
            known=known,
        )
        for rubric in issue.publication.rubrics.all()
    ]


def rule_preview(rubric: Rubric, *, at: datetime, language: str) -> list[Card]:
    """Return what a rubric's rule would select for an issue that leaves then, with reasons."""
    rule = next((rule for rule in rules_of(rubric.publication, at=at) if rule.rubric.pk == rubric.pk), None)
    if rule is None:
        return []
    issue = Issue(publication=rubric.publication, planned_for=at)
    known = _known(issue, language=language)
    return [_offer(candidate, rule=rule, known=known) for candidate in find_for([rule])[rubric.pk][:OFFERED]]


def _known(issue: Issue, *, language: str) -> _Known:
    publication = issue.publication
    others = IssueItem.objects.filter(publication=publication, state=IssueItem.State.CHOSEN, cancelled=False)
    return _Known(
        publication=publication,
        language=language,
        tags={tag.pk: in_language(tag, "name", language) for tag in Tag.objects.all()},
        since=Issue.objects.out()
        .filter(publication=publication)
        .exclude(pk=issue.pk)
        .aggregate(last=Max("cut_off"))["last"],
        carried=dict(others.exclude(issue=issue.pk).values_list("key", "issue__number")),
    )


def _column(
    rubric: Rubric,
    *,
    rule: Rule | None,
    items: Sequence[IssueItem],
    offered: Sequence[Candidate],
    content: Mapping[str, Candidate],
    known: _Known,
) -> Column:
    chosen = [item for item in items if item.state == IssueItem.State.CHOSEN]
    cards = [
        _card(item, content.get(item.key), rule=rule, known=known, place=(position, len(chosen)))
        for position, item in enumerate(chosen)
    ]
    dropped = [
        _card(item, content.get(item.key), rule=rule, known=known, place=(0, 1)) for item in items if item not in chosen
    ]
    return Column(
        rubric=rubric,
        name=rubric.name_in(known.language),
        chosen=cards,
        dropped=dropped,
        candidates=[_offer(candidate, rule=rule, known=known) for candidate in offered[:OFFERED] if rule],
    )


def _card(
    item: IssueItem, candidate: Candidate | None, *, rule: Rule | None, known: _Known, place: tuple[int, int]
) -> Card:
    position, many = place
    ends: dict[str, Any] = {"position": position, "is_first": position == 0, "is_last": position == many - 1}
    if candidate is None or not may_stand(candidate, publication=known.publication):
        gone = [Reason(words=_("no longer public, or withdrawn"), warns=True)]
        return Card(key=item.key, title=item.key, lead="", url="", kind="", reasons=gone, item=item, **ends)
    own = next((text for text in item.texts.all() if text.language == known.language), None)
    words = _words(candidate, known=known)
    if own is not None:
        words |= {name: text for name, text in (("title", own.title), ("lead", own.lead)) if text}
    reasons = _reasons(candidate, rule=rule, known=known)
    if rule is not None:
        reasons += why_out_of_time(candidate, rule=rule)
    return Card(key=item.key, kind=candidate.kind, reasons=reasons, item=item, **words, **ends)


def _offer(candidate: Candidate, *, rule: Rule, known: _Known) -> Card:
    reasons = _reasons(candidate, rule=rule, known=known)
    fits = may_stand(candidate, publication=known.publication)
    if not fits:
        reasons.insert(0, for_members())
    if candidate.key in known.carried:
        reasons.insert(0, carried_in(known.carried[candidate.key]))
        fits = False
    words = _words(candidate, known=known)
    return Card(key=candidate.key, kind=candidate.kind, reasons=reasons, may_come_in=fits, **words)


def _reasons(candidate: Candidate, *, rule: Rule | None, known: _Known) -> list[Reason]:
    offered = why_offered(candidate, rule=rule, tags=known.tags) if rule is not None else []
    languages = known.publication.languages
    return [*offered, *is_new(candidate, since=known.since), *what_lacks(candidate, languages=languages)]


def _words(candidate: Candidate, *, known: _Known) -> dict[str, Any]:
    version = version_for(candidate, language=known.language)
    return {"title": version.title, "lead": version.lead, "url": version.url}


def languages_of(publication: Publication) -> list[tuple[str, str]]:
    """Return the publication's languages with their own names."""
    names = {**dict(settings.LANGUAGES), "de": "Deutsch", "en": "English"}
    return [(code, names.get(code, code)) for code in publication.languages]
