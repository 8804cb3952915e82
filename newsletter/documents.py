"""Gives sent issues of public newsletters to the search index."""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.documents import Document
from newsletter.models import Issue, Rendition
from newsletter.wording import pages_of
from richtext import plain


class IssueDocuments:
    """What is out, in each of its languages; a group's letters are not findable."""

    kinds = frozenset({"issue"})

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Yield the documents of the keys that are issues, of all issues for None."""
        issues = Issue.objects.out().filter(publication__group=None).select_related("publication")
        if keys is not None:
            numbers = [key.partition(":")[2] for key in keys if key.startswith("issue:")]
            issues = issues.filter(pk__in=[number for number in numbers if number.isdigit()])
        for issue in issues.order_by("pk"):
            yield from _documents(issue)

    def places(self, user: Any) -> Iterable[Any]:
        """Everything here is public."""
        return []


def _documents(issue: Issue) -> Iterator[Document]:
    pages = pages_of(issue)
    for rendition in issue.renditions.filter(format=Rendition.Format.WEB):
        page = pages.get(rendition.language)
        if page is not None and page.live and issue.started_at is not None:
            yield Document(
                key=issue.key,
                language=rendition.language,
                kind="issue",
                title=rendition.subject,
                body=plain(rendition.body),
                url=page.get_url() or "",
                date=issue.started_at,
            )
