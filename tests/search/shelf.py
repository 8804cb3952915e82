"""A source for tests: documents put on a shelf by hand, and places read from the groups that a person is in."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import F

from contracts.documents import Document
from members.models import Group, GroupMember

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Shelf:
    """Implements DocumentSource. A group's English name is the place that it opens: "room:1", "topic:44"."""

    kinds = frozenset({"article", "topic", "comment", "room"})
    standing: dict[tuple[str, str], Document] = {}
    asked = 0

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[Document]:
        Shelf.asked += 1
        wanted = None if keys is None else set(keys)
        yield from [row for row in self.standing.values() if wanted is None or row.key in wanted]

    def places(self, user: Any) -> Iterable[Any]:
        if not getattr(user, "is_approved", False):
            return [Group.objects.none().values("name_en")]
        return [GroupMember.objects.filter(member=user).annotate(place=F("group__name_en")).values("place")]


class Broken(Shelf):
    """A source that cannot be read."""

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[Document]:
        raise RuntimeError("the shelf fell down")


def put(key: str, title: str = "Titre", body: str = "", **fields: Any) -> Document:
    """Put a document on the shelf; the index does not know yet."""
    fields = {
        "language": "fr",
        "kind": key.partition(":")[0],
        "url": f"/fr/{key.replace(':', '/')}/",
        "date": NOON,
    } | fields
    document = Document(key=key, title=title, body=body, **fields)
    Shelf.standing[document.key, document.language] = document
    return document


def take(key: str) -> None:
    """Take a document away in all its languages; the index does not know yet."""
    for name in [name for name in Shelf.standing if name[0] == key]:
        del Shelf.standing[name]


def admit(member: Any, place: str) -> None:
    """Let a member into a place."""
    group, _new = Group.objects.get_or_create(name_en=place, defaults={"name_fr": place, "name_nl": place})
    GroupMember.objects.create(group=group, member=member)
