"""Fills the demo's rooms with their conversations."""

import math
from datetime import datetime, timedelta

from django.conf import settings

from config.demo.files import attach_files
from config.demo.texts import Table, days_ago, tables
from forum.drafting import keep_draft, place_of
from forum.mentioning import find_mentions, write_mentions
from forum.models import Comment, Release, Room, Thanks, Topic
from members.models import Member
from richtext import clean, plain
from themes.models import Tag


def fill_conversations(rooms: dict[str, Room], members: dict[str, Member]) -> int:
    """Write every topic with its comments, thanks and release; return the number of comments."""
    return sum(_topic(row, rooms[row["room"]], members) for row in tables("conversations/*.toml", "topic"))


def _topic(row: Table, room: Room, members: dict[str, Member]) -> int:
    started = days_ago(math.ceil(row["days_ago"]) if row["days_ago"] > 1 else row["days_ago"])
    topic = Topic.objects.create(
        room=room,
        kind=row.get("kind", Topic.Kind.DISCUSSION),
        language=row["language"],
        title=row["title"],
        author=members[row["author"]],
        pinned=row.get("pinned", False),
        created_at=started,
    )
    written: list[Comment] = []
    for said in row["comment"]:
        written.append(_comment(topic, said, written, started + timedelta(hours=said["hours_after"]), members))
    last = written[-1]
    topic.last_position, topic.last_activity_at, topic.last_author = len(written), last.submit_date, last.user
    answers = (comment.submit_date for comment in written if comment.user_id != topic.author_id)
    topic.first_answer_at = next(answers, None)
    topic.save()
    if "draft" in row:
        author, words = members[row["draft"]["author"]], row["draft"]
        keep_draft(author, place=place_of(topic=topic), body_html=words["html"], language=words["language"])
    if "release" in row:
        _release(topic, row["release"], members)
    return len(written)


def _comment(topic: Topic, said: Table, before: list[Comment], at: datetime, members: dict[str, Member]) -> Comment:
    author = members[said["author"]]
    mentioned = find_mentions(clean(said["html"]), topic=topic, author=author)
    html = mentioned.html
    comment = Comment(
        topic=topic,
        content_object=topic,
        site_id=settings.SITE_ID,
        position=len(before) + 1,
        user=author,
        organisation=author.organisation,
        language=said["language"],
        body_html=html,
        comment=plain(html),
        submit_date=at,
        answer_to=before[said["answer_to"] - 1] if "answer_to" in said else None,
    )
    comment.save()
    write_mentions(comment, mentioned.readers)
    attach_files(comment, said.get("files", []))
    Thanks.objects.bulk_create(
        Thanks(comment=comment, member=members[email], at=at) for email in said.get("thanks", ())
    )
    return comment


def _release(topic: Topic, row: Table, members: dict[str, Member]) -> None:
    words = {f"{part}_{code}": row.get(f"{code}_{part}", "") for part in ("title", "text") for code in ("fr", "nl")}
    release = Release.objects.create(
        topic=topic, by=members[row["by"]], at=days_ago(row["days_ago"]), audience=row["audience"], **words
    )
    release.tags.set(Tag.objects.filter(slug_fr__in=["bon-a-savoir", "bonne-pratique"]))
