"""Publications, issues and subscribers: the rows, their constraints and their pages."""

from newsletter.models.issues import (
    Approval,
    Issue,
    IssueDispatch,
    IssueItem,
    ItemText,
    Proposal,
    Rendition,
)
from newsletter.models.pages import IssuePage, PublicationPage
from newsletter.models.publications import Publication, Rubric
from newsletter.models.subscribers import ConsentEvent, Subscriber, Subscription

__all__ = [
    "Approval",
    "ConsentEvent",
    "Issue",
    "IssueDispatch",
    "IssueItem",
    "IssuePage",
    "ItemText",
    "Proposal",
    "Publication",
    "PublicationPage",
    "Rendition",
    "Rubric",
    "Subscriber",
    "Subscription",
]
