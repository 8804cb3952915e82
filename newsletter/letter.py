"""An issue as one language's reader gets it: resolved once, then drawn as mail, plain text and web page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from contracts.candidates import Candidate, Version
from interface.models import NetworkSettings
from interface.network import network_of_mail
from languages.dates import date_format
from languages.names import in_language
from newsletter import sources
from newsletter.composing import may_stand
from newsletter.dates import span
from newsletter.models import Issue, IssueItem, IssuePage, ItemText, Publication, Rubric
from newsletter.wording import Words, pages_of, words_of
from outbox.marks import without_marks
from richtext.typography import french_text

LEAD_LENGTHS = {"feature": 600, "list": 400, "compact": 160, "events": 200}
TOKEN = "@@token@@"  # noqa: S105  # the mark that the outbox replaces by each reader's own


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An item in one language. `language` is that of its words: not the reader's when no translation exists."""

    key: str
    language: str
    title: str
    lead: str
    url: str
    image_url: str = ""
    image_alt: str = ""
    when: str = ""
    place: str = ""
    deadline: str = ""
    origin: str = ""
    past: bool = False

    @property
    def is_external(self) -> bool:
        """Whether the link leads to somebody else's site."""
        return not self.url.startswith(settings.SITE_URL)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A rubric that is in the letter."""

    rubric: Rubric
    name: str
    entries: Sequence[Entry]

    @property
    def anchor(self) -> str:
        """Where the contents list jumps to."""
        return self.rubric.anchor

    @property
    def layout(self) -> str:
        """How its entries are drawn."""
        return self.rubric.layout


@dataclass(frozen=True, kw_only=True)
class Logo:
    """A publication's picture, small enough for a mail."""

    url: str
    width: int


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything that a template needs, and nothing that has to be asked of the database."""

    publication: Publication
    number: int
    day: str
    language: str
    audience: str
    words: Words
    sections: Sequence[Section]
    network: str
    postal_address: str
    sender: str
    contact: str
    links: Mapping[str, str]
    logo: Logo | None = None
    missing: Sequence[str] = field(default=())

    @property
    def name(self) -> str:
        """The publication's name in the letter's language."""
        return self.publication.name_in(self.language)


@dataclass(frozen=True, kw_only=True)
class _Material:
    """What all languages of an issue share, read once."""

    issue: Issue
    rubrics: Sequence[Rubric]
    items: Sequence[IssueItem]
    candidates: Mapping[str, Candidate]
    texts: Mapping[tuple[int, str], ItemText]
    words: Mapping[str, Words]
    pages: Mapping[str, IssuePage]
    network: NetworkSettings
    logo: Logo | None


def letters(issue: Issue) -> dict[str, Letter]:
    """Return the letter of every language of the publication. The number of queries does not depend on the items."""
    material = _gather(issue)
    return {language: _letter(material, language=language) for language in issue.publication.languages}


def _gather(issue: Issue) -> _Material:
    items = list(issue.items.filter(state=IssueItem.State.CHOSEN).select_related("rubric"))
    texts = ItemText.objects.filter(item__in=items)
    return _Material(
        issue=issue,
        rubrics=list(issue.publication.rubrics.all()),
        items=items,
        candidates=sources.get(item.key for item in items),
        texts={(text.item_id, text.language): text for text in texts},
        words=words_of(issue),
        pages=pages_of(issue),
        network=network_of_mail(),
        logo=_logo(issue.publication),
    )


def _logo(publication: Publication) -> Logo | None:
    if publication.logo is None:
        return None
    rendition = publication.logo.get_rendition("max-240x80|format-png")
    return Logo(url=absolute(rendition.url), width=rendition.width)


def _letter(material: _Material, *, language: str) -> Letter:
    issue, network = material.issue, material.network
    with translation.override(language):
        sections = [_section(rubric, material=material, language=language) for rubric in material.rubrics]
        return Letter(
            publication=issue.publication,
            number=issue.number,
            day=date_format(timezone.localtime(issue.planned_for), "j F Y"),
            language=language,
            audience=issue.publication.audience,
            words=material.words[language],
            sections=[section for section in sections if _is_shown(section, words=material.words[language])],
            network=in_language(network, "name", language),
            postal_address=in_language(network, "postal_address", language).strip(),
            sender=in_language(issue.publication, "sender_name", language) or in_language(network, "name", language),
            contact=network.contact_address or settings.MAIL_REPLY_TO,
            links=_links(material.pages.get(language), publication=issue.publication, network=network),
            logo=material.logo,
            missing=[item.key for item in material.items if not _fits(item, material=material)],
        )


def _section(rubric: Rubric, *, material: _Material, language: str) -> Section:
    entries = [
        _entry(item, material=material, language=language)
        for item in material.items
        if item.rubric_id == rubric.pk and _fits(item, material=material)
    ]
    return Section(rubric=rubric, name=rubric.name_in(language), entries=entries)


def _is_shown(section: Section, *, words: Words) -> bool:
    if section.rubric.layout == Rubric.Layout.EDITO:
        return bool(words.edito)
    return bool(section.entries) or not section.rubric.hide_when_empty


def _fits(item: IssueItem, *, material: _Material) -> bool:
    candidate = material.candidates.get(item.key)
    return candidate is not None and may_stand(candidate, publication=material.issue.publication)


def _entry(item: IssueItem, *, material: _Material, language: str) -> Entry:
    candidate = material.candidates[item.key]
    version = version_for(candidate, language=language)
    own = material.texts.get((item.pk, language))
    title, lead = (own.title, own.lead) if own else ("", "")
    return Entry(
        key=item.key,
        # An editor who writes both in the reader's language has translated the item.
        language=language if title and (lead or not version.lead) else version.language,
        title=_set(title or version.title, language=language if title else version.language),
        # An editor's own words stand as they are; a source's are cut to what the layout has room for.
        lead=_set(
            lead or at_most(version.lead, LEAD_LENGTHS.get(item.rubric.layout, 400)),
            language=language if lead else version.language,
        ),
        url=absolute(version.url),
        image_url=absolute(version.image_url) if version.image_url else "",
        image_alt=without_marks(version.image_alt),
        when=span(candidate.starts_at, candidate.ends_at),
        place=without_marks(candidate.details.get("place", "")),
        deadline=date_format(candidate.deadline, "j F Y") if candidate.deadline else "",
        origin=without_marks(candidate.details.get("source", "")),
        past=_is_past(candidate, at=material.issue.planned_for),
    )


def _set(text: str, *, language: str) -> str:
    """Set words for print: French spaces do not break; what looks like a mark of the outbox is none."""
    return without_marks(french_text(text) if language == "fr" else text)


def at_most(text: str, length: int) -> str:
    """Return the beginning of a text, cut between words, with “…” if something was left out."""
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def _is_past(candidate: Candidate, *, at: datetime) -> bool:
    """Whether an event has begun, or a deadline gone by, on the day that the issue leaves."""
    if candidate.starts_at is not None:
        return (candidate.ends_at or candidate.starts_at) < at
    return candidate.deadline is not None and candidate.deadline < timezone.localdate(at)


def version_for(candidate: Candidate, *, language: str) -> Version:
    """Return the candidate in the reader's language, or else in the first of the site's languages that it has."""
    order = [language, *(code for code, _name in settings.LANGUAGES), *candidate.versions]
    return next(candidate.versions[code] for code in order if code in candidate.versions)


def absolute(url: str) -> str:
    """Return a root-relative address as one that works in a mail."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def _links(page: IssuePage | None, *, publication: Publication, network: NetworkSettings) -> dict[str, str]:
    """Addresses in the active language; those with a token differ from reader to reader."""
    archive = reverse("letter_archive")
    return {
        "web": absolute(page.get_url() or archive) if page and publication.is_open else "",
        "archive": absolute(archive),
        "preferences": absolute(reverse("subscription", args=[TOKEN])),
        "unsubscribe": absolute(reverse("unsubscribe", args=[TOKEN])),
        "subscribe": absolute(reverse("subscribe")),
        "privacy": _privacy(network),
    }


def _privacy(network: NetworkSettings) -> str:
    """Where the reader's language says what is kept of her; "" while the site setting names no page."""
    page = network.privacy_page and network.privacy_page.localized
    return absolute(page.get_url() or "") if page and page.live else ""
