"""Shows every kind of topic in the demo, and what stands beside topics: summaries, what helped, keywords."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from config.demo.texts import Table, days_ago, tables
from forum.models import Comment, Exchange, Kept, Option, Poll, Room, Summary, Topic, Untold, Vote
from forum.particulars import Choice, Exchanged, Particulars, Polled
from forum.topics import open_topic
from members.models import Member
from themes.models import Tag, Theme


def fill_kinds(rooms: dict[str, Room], members: dict[str, Member]) -> None:
    """Open the topics of `kinds.toml`, and give others what it says of them."""
    for slug in ("mediation", "polarisation"):
        Room.objects.filter(pk=rooms[slug].pk).update(allows_anonymous=True)
        rooms[slug].allows_anonymous = True
    for row in tables("kinds.toml", "topic"):
        _topic(row, rooms[row["room"]], members)
    for row in tables("kinds.toml", "about"):
        _about(row, members)


def _topic(row: Table, room: Room, members: dict[str, Member]) -> None:
    topic = open_topic(
        room,
        author=members[row["author"]],
        title=row["title"],
        language=row["language"],
        kind=row["kind"],
        body_html=row["html"],
        particulars=_particulars(row),
        anonymous_as=row.get("anonymous_as", ""),
    )
    started = days_ago(row["days_ago"])
    Topic.objects.filter(pk=topic.pk).update(created_at=started, last_activity_at=started)
    Comment.objects.filter(topic=topic).update(submit_date=started)
    Untold.objects.filter(comment__topic=topic).delete()
    _set_tags(topic, row)
    for number, voters in enumerate(row.get("votes", []), start=1):
        option = Option.objects.get(poll__topic=topic, order=number)
        Vote.objects.bulk_create(Vote(option=option, member=members[email], at=started) for email in voters)
    if "outcome" in row:
        ended = {"outcome": row["outcome"], "outcome_words": row["outcome_words"], "ended_at": days_ago(1)}
        Exchange.objects.filter(topic=topic).update(**ended)
    if row.get("closed"):
        Poll.objects.filter(topic=topic).update(closed_at=days_ago(1))


def _particulars(row: Table) -> Particulars | None:
    if row["kind"] in {Topic.Kind.NEED, Topic.Kind.OFFER}:
        until = timezone.localdate() + timedelta(days=row["for_days"]) if "for_days" in row else None
        return Exchanged(theme=Theme.objects.filter(slug_fr=row["theme"]).first(), who=row["who"], until=until)
    if row["kind"] == Topic.Kind.POLL:
        return Polled(choices=[Choice(text=text) for text in row["options"]], several=row.get("several", False))
    if row["kind"] == Topic.Kind.DATE_POLL:
        return Polled(choices=[_moment(in_days, hour) for in_days, hour in row["moments"]])
    return None


def _moment(in_days: int, hour: int) -> Choice:
    """A moment of a working day, so many days from now."""
    day = timezone.localdate() + timedelta(days=in_days)
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
    starts = datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
    return Choice(starts_at=starts, ends_at=starts + timedelta(hours=2))


def _about(row: Table, members: dict[str, Member]) -> None:
    topic = Topic.objects.get(title__startswith=row["title"])
    _set_tags(topic, row)
    if "helpful" in row:
        Topic.objects.filter(pk=topic.pk).update(helpful_answer=topic.comments.get(position=row["helpful"]))
    if "fr" in row or "nl" in row:
        texts = {"text_fr": row.get("fr", ""), "text_nl": row.get("nl", "")}
        Summary.objects.create(topic=topic, by=members[row["by"]], at=days_ago(row["days_ago"]), **texts)
    for kept in row.get("kept", []):
        comment = topic.comments.get(position=kept["position"])
        Kept.objects.create(member=members[kept["member"]], comment=comment, note=kept["note"])


def _set_tags(topic: Topic, row: Table) -> None:
    topic.tags.set(Tag.objects.filter(slug_fr__in=row.get("tags", [])))
