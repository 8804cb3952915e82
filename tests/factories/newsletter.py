"""Publications, issues, subscribers and content for tests."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from contracts.candidates import Candidate, Version, Wanted
from interface.models import NetworkSettings
from members.models import Member
from newsletter.models import Issue, Publication, Rubric, Subscriber, Subscription
from outbox.addresses import address_key, normalise
from tests.factories.members import make_member

_number = count(1)


class Shelf:
    """A source of candidates that a test fills; it meets the contract by filtering in Python."""

    kinds = frozenset({"article", "event", "brief", "topic"})
    content: dict[str, Candidate] = {}
    asked = 0

    def find(self, wanted: Wanted) -> list[Candidate]:
        Shelf.asked += 1
        found = [candidate for candidate in self.content.values() if _meets(candidate, wanted)]
        return found[: wanted.limit]

    def get(self, keys: Iterable[str]) -> Mapping[str, Candidate]:
        Shelf.asked += 1
        return {key: self.content[key] for key in keys if key in self.content}


def _meets(candidate: Candidate, wanted: Wanted) -> bool:
    if candidate.kind not in wanted.kinds or (wanted.any_tags and not wanted.any_tags & candidate.tags):
        return False
    if wanted.all_tags - candidate.tags or wanted.no_tags & candidate.tags:
        return False
    if candidate.deadline and candidate.deadline < timezone.localdate(wanted.until):
        return False
    if candidate.starts_at:
        return wanted.until <= candidate.starts_at < wanted.until + timedelta(days=wanted.ahead_days)
    return wanted.since <= candidate.published_at < wanted.until


def make_candidate(key: str = "", **fields: Any) -> Candidate:
    """Content in French and Dutch, published yesterday, on the shelf; `languages` limits it to some."""
    number = next(_number)
    kind = fields.pop("kind", "article")
    languages = fields.pop("languages", ("fr", "nl"))
    title, lead = fields.pop("title", f"Titre {number}"), fields.pop("lead", f"Chapeau {number}.")
    key = key or f"{kind}:{number}"
    picture = {name: fields.pop(name) for name in ("image_url", "image_alt") if name in fields}
    versions = {
        code: Version(language=code, title=title if code == "fr" else f"{title} ({code})", lead=lead,
                      url=f"/{code}/{kind}-{number}/", **picture)
        for code in languages
    }  # fmt: skip
    fields = {"published_at": timezone.now() - timedelta(days=1), "versions": versions} | fields
    candidate = Candidate(key=key, kind=kind, **fields)
    Shelf.content[key] = candidate
    return candidate


def make_publication(**fields: Any) -> Publication:
    """An open publication."""
    number = next(_number)
    fields = {"name_fr": f"La lettre {number}", "name_nl": f"De brief {number}", "slug_fr": f"lettre-{number}",
              "slug_nl": f"brief-{number}", "languages": ["fr", "nl"]} | fields  # fmt: skip
    return Publication.objects.create(**fields)


def make_rubric(publication: Publication, **fields: Any) -> Rubric:
    """A rubric of articles; tags by their field names."""
    tags = {name: fields.pop(name) for name in ("any_tags", "all_tags", "no_tags", "themes") if name in fields}
    number = next(_number)
    fields = {"name_fr": f"Rubrique {number}", "name_nl": f"Rubriek {number}", "order": number,
              "kinds": ["article"]} | fields  # fmt: skip
    rubric = Rubric.objects.create(publication=publication, **fields)
    for name, values in tags.items():
        getattr(rubric, name).set(values)
    return rubric


def make_staff(*permissions: str, **fields: Any) -> Member:
    """A member of the team with the rights named ("compose_issue"…) and the way into the CMS."""
    member = make_member(**fields)
    names = [*permissions, "access_admin"]
    member.user_permissions.set(Permission.objects.filter(codename__in=names))
    return Member.objects.get(pk=member.pk)


def make_issue(publication: Publication, **fields: Any) -> Issue:
    """An empty draft without pages, planned for tomorrow."""
    fields = {"number": next(_number), "planned_for": timezone.now() + timedelta(days=1)} | fields
    return Issue.objects.create(publication=publication, **fields)


def make_subscriber(address: str = "", *, publication: Publication | None = None, **fields: Any) -> Subscriber:
    """A subscriber, with a confirmed subscription if a publication is given (`state` for another one)."""
    state = fields.pop("state", Subscription.State.CONFIRMED)
    address = address or f"reader-{next(_number)}@example.org"
    fields = {"address": address, "address_normal": normalise(address), "address_key": address_key(address),
              "language": "fr"} | fields  # fmt: skip
    subscriber = Subscriber.objects.create(**fields)
    if publication is not None:
        Subscription.objects.create(subscriber=subscriber, publication=publication, state=state)
    return subscriber


def make_site() -> Page:
    """The site's home in French and Dutch, and who runs it; safe to call again."""
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    french, _made = Locale.objects.get_or_create(language_code="fr")
    dutch, _made = Locale.objects.get_or_create(language_code="nl")
    home = Page.objects.filter(depth=2, locale=french).first()
    if home is None:
        home = root.add_child(instance=Page(title="Accueil", slug="accueil", locale=french))
    if home.get_translation_or_none(dutch) is None:
        home.copy_for_translation(dutch).get_latest_revision_as_object().save_revision().publish()
    site, _made = Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": home}
    )
    site.root_page = home
    site.hostname, site.port = "testserver", 80
    site.save()
    NetworkSettings.objects.update_or_create(
        site=site,
        defaults={
            "name_fr": "Réseau Parvis",
            "name_nl": "Netwerk Parvis",
            "postal_address_fr": "Rue du Marché 1\n1000 Bruxelles",
            "postal_address_nl": "Marktstraat 1\n1000 Brussel",
            "contact_address": "contact@parvis.example",
        },
    )
    return home


def days(number: float) -> datetime:
    """So many days from now (negative: ago)."""
    return timezone.now() + timedelta(days=number)


def day(number: int) -> date:
    """The date so many days from today."""
    return timezone.localdate() + timedelta(days=number)
