"""Fills the demo with publications, subscribers, three issues that were sent and the next one, ready to compose."""

from datetime import datetime, timedelta

from django.utils import timezone, translation

from config.demo.texts import Table, days_ago, tables, whole
from members.models import Group, Member
from newsletter.approving import approve_issue, ask_approval
from newsletter.composing import compose_issue
from newsletter.consent import wording
from newsletter.models import (
    Approval,
    ConsentEvent,
    Issue,
    IssueDispatch,
    IssuePage,
    Publication,
    Rubric,
    Subscriber,
    Subscription,
)
from newsletter.sending import begin_sending, follow_dispatch
from newsletter.wording import open_pages, publication_pages, write_words
from outbox.addresses import address_key, normalise
from outbox.models import Delivery, Dispatch
from themes.models import Tag

EDITOR, PUBLISHER = "redaction@parvis.example", "publication@parvis.example"
ORDERS = {"event_date": "soonest"}
# A released discussion may be good to know.
KINDS = {"bon-a-savoir": ["topic"]}
HUES = {"edito": 215, "actu-associative": 12, "lectures": 268, "bon-a-savoir": 150, "agenda": 38, "podcast": 330}


def fill_letters(members: dict[str, Member]) -> None:
    """Everything about newsletters, through the verbs that people use."""
    publications = {row["slug"]: _publication(row) for row in tables("editorial/letters.toml", "publication")}
    for row in tables("editorial/letters.toml", "rubric"):
        _rubric(row, publications[row["publication"]])
    for publication in publications.values():
        publication_pages(publication)
    _subscribers(publications["lettre"])
    for row in sorted(tables("editorial/letters.toml", "issue"), key=lambda row: row["number"]):
        _issue(row, publications[row["publication"]], members)
    Dispatch.objects.filter(kind=Dispatch.Kind.NOTICE).delete()  # what the verbs told people months ago


def _publication(row: Table) -> Publication:
    group = None
    if row["slug"] == "assemblee":
        group = Group.objects.create(name_fr="Assemblée générale", name_nl="Algemene vergadering")
    return Publication.objects.create(
        name_fr=row["fr"],
        name_nl=row["nl"],
        slug_fr=row["slug"],
        slug_nl={"lettre": "nieuwsbrief", "assemblee": "algemene-vergadering"}[row["slug"]],
        about_fr=row["description_fr"],
        about_nl=row["description_nl"],
        group=group,
        legal_basis="contract" if group else "consent",
        sender_name_fr="Réseau belge de prévention urbaine",
        sender_name_nl="Belgisch netwerk stadspreventie",
        reply_to="contact@parvis.example",
    )


def _rubric(row: Table, publication: Publication) -> None:
    rubric = Rubric.objects.create(
        publication=publication,
        name_fr=row["fr"],
        name_nl=row["nl"],
        order=row["order"],
        layout=row["layout"],
        hue=HUES.get(row["slug"], 215),
        kinds=[*row.get("kinds", []), *KINDS.get(row["slug"], [])],
        horizon_days=row.get("horizon_days", 60),
        ahead_days=row.get("horizon_days", 60),
        maximum=row.get("max_items", 5),
        order_by=ORDERS.get(row.get("order_by", "newest"), "newest"),
    )
    rubric.any_tags.set(Tag.objects.filter(slug_fr__in=row.get("tags", ())))


def _subscribers(publication: Publication) -> None:
    asked = days_ago(420)
    rows = whole("editorial/subscribers.toml")["subscribers"]
    subscribers = Subscriber.objects.bulk_create(
        Subscriber(
            address=address,
            address_normal=normalise(address),
            address_key=address_key(address),
            language=language,
            created_at=asked + timedelta(hours=37 * number),
        )
        for number, (address, language) in enumerate(rows)
    )
    Subscription.objects.bulk_create(
        Subscription(
            subscriber=subscriber,
            publication=publication,
            state=Subscription.State.CONFIRMED,
            asked_at=subscriber.created_at,
            confirmed_at=subscriber.created_at + timedelta(minutes=9),
        )
        for subscriber in subscribers
    )
    words = {}
    for code in ("fr", "nl"):
        with translation.override(code):
            words[code] = wording([publication])
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            subscriber=subscriber,
            publication=publication,
            what=what,
            wording=words[subscriber.language],
            version="2025-09",
            language=subscriber.language,
            source="form",
            at=subscriber.created_at + timedelta(minutes=minutes),
        )
        for subscriber in subscribers
        for what, minutes in ((ConsentEvent.What.ASKED, 0), (ConsentEvent.What.CONFIRMED, 9))
    )


def _issue(row: Table, publication: Publication, members: dict[str, Member]) -> None:
    editor, publisher = members[EDITOR], members[PUBLISHER]
    day = timezone.localtime() + timedelta(days=row["days_ahead"] if "days_ahead" in row else -row["days_ago"])
    day += timedelta(days=(1 - day.weekday()) % 7)  # Tuesdays, at half past eight
    planned = day.replace(hour=8, minute=30, second=0, microsecond=0)
    issue = Issue.objects.create(
        publication=publication, number=row["number"], planned_for=planned, composed_by=editor, created_at=planned
    )
    open_pages(issue)
    for code in ("fr", "nl"):
        words = row[code]
        write_words(
            issue,
            language=code,
            subject=words["subject"],
            preheader=words["preheader"],
            edito=words["edito"],
            by=editor,
        )
    if "days_ago" in row:
        compose_issue(issue, by=editor)
        ask_approval(issue, by=editor)
        approve_issue(issue, by=publisher)
        _sent(issue, planned)


def _sent(issue: Issue, at: datetime) -> None:
    """Let it leave as it did then: its deliveries are written and told as sent, no mail goes out today."""
    issue.refresh_from_db()
    begin_sending(issue)
    dispatch = IssueDispatch.objects.get(issue=issue).dispatch
    dispatch.deliveries.update(state=Delivery.State.SENT, attempts=1, created_at=at, not_before=at, finished_at=at)
    Dispatch.objects.filter(pk=dispatch.pk).update(state=Dispatch.State.DONE, created_at=at, finished_at=at)
    follow_dispatch(issue)
    Issue.objects.filter(pk=issue.pk).update(started_at=at, cut_off=at, sent_at=at, composed_at=at)
    Approval.objects.filter(issue=issue).update(asked_at=at - timedelta(days=1), at=at - timedelta(hours=20))
    IssueDispatch.objects.filter(issue=issue).update(at=at)
    IssuePage.objects.filter(issue=issue).update(first_published_at=at, last_published_at=at)
