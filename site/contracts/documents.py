"""What content apps give to the search index, and what a given reader may find there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Document:
    """One findable text in one language.

    `where` says who may find it: "public", or a place such as "room:12"; `within` names a smaller place
    inside ("topic:44"), for readers admitted to that one alone. `url` is root-relative.
    """

    key: str
    language: str
    kind: str
    title: str
    body: str
    url: str
    date: datetime
    where: str = PUBLIC
    within: str = ""
    themes: frozenset[int] = frozenset()


class DocumentSource(Protocol):
    """One app's findable content."""

    kinds: frozenset[str]

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Yield the documents of the keys that are this source's and still findable (all of them for None)."""
        ...

    def places(self, user: Any) -> Iterable[Any]:
        """Return querysets of one text column: the `where` and `within` values that this reader may read.

        They become SQL subqueries, so that rights are applied before counting and ranking.
        """
        ...
