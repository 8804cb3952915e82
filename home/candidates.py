"""What pages and entries offer to a newsletter's rubrics: one candidate per content, in all its languages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Max, Min, OuterRef, Prefetch, Q
from django.utils import timezone

from contracts.candidates import Candidate, Version, Wanted
from home import pictures
from home.addresses import Addresses
from home.keys import by_kind
from home.listing import KINDS, kinds_by_type, of_kind
from home.models import ContentPage, Entry, EntryTag, EntryTheme, PageTag, PageTheme
from richtext import excerpt

_ORDER: dict[str, tuple[Any, ...]] = {
    "newest": ("-first", "translation_key"),
    "oldest": ("first", "translation_key"),
    "title": ("name", "translation_key"),
}
_SOONEST = (F("starts").asc(nulls_last=True), F("deadline").asc(nulls_last=True), "-first", "translation_key")


_NEEDED = (
    *("title", "lead", "url_path", "translation_key", "content_type", "first_published_at", "locale__language_code"),
    *("picture", "picture_alt", "picture_decorative", "briefpage__deadline", "briefpage__source", "briefpage__link"),
    *(f"eventpage__{name}" for name in ("starts_at", "ends_at", "venue", "place", "session_languages")),
)


def _tagged(found: Any, wanted: Wanted, tag_links: Any) -> Any:
    """Keep what any of its versions' tags admit; a tag that one version must not carry shuts all of them out."""
    if wanted.any_tags:
        found = found.carrying(wanted.any_tags)
    for tag in wanted.all_tags:
        found = found.carrying([tag])
    if wanted.themes:
        found = found.about(wanted.themes)
    if wanted.no_tags:
        shut = tag_links.objects.filter(content__translation_key=OuterRef("translation_key"), tag__in=wanted.no_tags)
        found = found.filter(~Exists(shut))
    return found


class PageCandidates:
    """Articles, dossiers, events, resources and briefs that are live."""

    kinds = frozenset(KINDS)

    def find(self, wanted: Wanted) -> list[Candidate]:
        """Return the pages that meet the rule, in its order: two queries to choose, five to fetch."""
        kinds = wanted.kinds & self.kinds
        if not kinds:
            return []
        chosen = _timely(_tagged(of_kind(*kinds).visible_to(None), wanted, PageTag), wanted)
        keys = list(chosen.values_list("translation_key", flat=True)[: wanted.limit])
        found = {candidate.key.partition(":")[2]: candidate for candidate in _candidates(translation_key__in=keys)}
        return [found[str(key)] for key in keys if str(key) in found]

    def get(self, keys: Iterable[str]) -> Mapping[str, Candidate]:
        """Return those of the keys that are still live."""
        wanted = by_kind(keys, self.kinds)
        if not wanted:
            return {}
        found = _candidates(translation_key__in=set().union(*wanted.values()))
        return {candidate.key: candidate for candidate in found if _asked_for(candidate.key, wanted)}


def _asked_for(key: str, wanted: Mapping[str, set[UUID]]) -> bool:
    kind, _colon, identity = key.partition(":")
    return UUID(identity) in wanted.get(kind, ())


def _timely(pages: Any, wanted: Wanted) -> Any:
    """Group versions into contents, and keep those of the rule's time: events to come, the rest newly out."""
    contents = (
        pages.order_by()
        .values("translation_key")
        .annotate(
            first=Min("first_published_at"),
            starts=Min("eventpage__starts_at"),
            deadline=Max("briefpage__deadline"),
            name=Min("title"),
        )
    )
    ahead = wanted.until + timedelta(days=wanted.ahead_days)
    events = Q(starts__gte=wanted.until, starts__lt=ahead)
    others = Q(starts=None, first__gte=wanted.since, first__lt=wanted.until)
    still_open = Q(deadline=None) | Q(deadline__gte=timezone.localdate(wanted.until))
    return contents.filter((events | others) & still_open).order_by(*_ORDER.get(wanted.order, _SOONEST))


def _candidates(**which: Any) -> list[Candidate]:
    """Return one candidate for all live versions of each content."""
    versions = (
        ContentPage.objects.filter(**which)
        .visible_to(None)
        .select_related("locale", "eventpage", "briefpage")
        .only(*_NEEDED)
        .prefetch_related(
            Prefetch("theme_links", PageTheme.objects.only("content", "theme")),
            Prefetch("tag_links", PageTag.objects.only("content", "tag")),
        )
        .order_by("locale_id")
    )
    kinds, facts = kinds_by_type(), _Facts(Addresses(), pictures.renditions_of(versions, pictures.MAIL))
    return [_candidate(group, kinds[group[0].content_type_id], facts) for group in _by_content(versions).values()]


class _Facts(NamedTuple):
    """What every version needs: where pages lie, and the pictures in the size of a mail."""

    addresses: Addresses
    pictures: dict[int, Any]


def _by_content(versions: Iterable[Any]) -> dict[UUID, list[Any]]:
    contents: dict[UUID, list[Any]] = defaultdict(list)
    for version in versions:
        contents[version.translation_key].append(version)
    return contents


def _candidate(versions: list[ContentPage], kind: str, facts: _Facts) -> Candidate:
    first = versions[0]
    event = first.eventpage if kind == "event" else None
    brief = first.briefpage if kind == "brief" else None
    return Candidate(
        key=f"{kind}:{first.translation_key}",
        kind=kind,
        published_at=min(version.first_published_at for version in versions),
        versions={version.locale.language_code: _version(version, facts) for version in versions},
        themes=_union(versions, "theme_links", "theme_id"),
        tags=_union(versions, "tag_links", "tag_id"),
        starts_at=event.starts_at if event else None,
        ends_at=event.ends_at if event else None,
        deadline=brief.deadline if brief else None,
        details=_details(event, brief),
    )


def _union(versions: list[Any], links: str, column: str) -> frozenset[int]:
    return frozenset(getattr(link, column) for version in versions for link in getattr(version, links).all())


def _details(event: Any, brief: Any) -> dict[str, str]:
    if event:
        where = {"place": event.place, "venue": event.venue, "languages": " ".join(event.session_languages)}
        return {name: value for name, value in where.items() if value}
    return {"source": brief.source, "source_url": brief.link} if brief else {}


def _version(page: ContentPage, facts: _Facts) -> Version:
    picture = facts.pictures.get(page.picture_id)
    return Version(
        language=page.locale.language_code,
        title=page.title,
        lead=page.lead,
        url=facts.addresses.of(page),
        image_url=picture.url if picture else "",
        image_alt="" if page.picture_decorative else page.picture_alt,
    )


class EntryCandidates:
    """Dated entries that are live."""

    kinds = frozenset({Entry.kind})

    def find(self, wanted: Wanted) -> list[Candidate]:
        """Return the entries that came out in the rule's time, in its order."""
        if not wanted.kinds & self.kinds:
            return []
        contents = (
            _tagged(Entry.objects.visible_to(None), wanted, EntryTag)
            .order_by()
            .values("translation_key")
            .annotate(first=Min("first_published_at"), name=Min("title"))
            .filter(first__gte=wanted.since, first__lt=wanted.until)
            .order_by(*_ORDER.get(wanted.order, _ORDER["newest"]))
        )
        keys = list(contents.values_list("translation_key", flat=True)[: wanted.limit])
        found = _entry_candidates(keys)
        return [found[key] for key in keys if key in found]

    def get(self, keys: Iterable[str]) -> Mapping[str, Candidate]:
        """Return those of the keys that are still live."""
        wanted = by_kind(keys, self.kinds).get(Entry.kind)
        return {candidate.key: candidate for candidate in _entry_candidates(wanted).values()} if wanted else {}


def _entry_candidates(keys: Iterable[UUID]) -> dict[UUID, Candidate]:
    versions = (
        Entry.objects.filter(translation_key__in=keys)
        .visible_to(None)
        .select_related("locale")
        .prefetch_related(
            Prefetch("theme_links", EntryTheme.objects.only("content", "theme")),
            Prefetch("tag_links", EntryTag.objects.only("content", "tag")),
        )
        .order_by("locale_id")
    )
    return {key: _entry_candidate(group) for key, group in _by_content(versions).items()}


def _entry_candidate(versions: list[Entry]) -> Candidate:
    return Candidate(
        key=versions[0].key,
        kind=Entry.kind,
        published_at=min(version.first_published_at for version in versions),
        versions={version.locale.language_code: _entry_version(version) for version in versions},
        themes=_union(versions, "theme_links", "theme_id"),
        tags=_union(versions, "tag_links", "tag_id"),
        details={"when": versions[0].when},
    )


def _entry_version(entry: Entry) -> Version:
    return Version(
        language=entry.locale.language_code,
        title=entry.heading,
        lead=excerpt(entry.text, 300),
        url=entry.address,
    )
