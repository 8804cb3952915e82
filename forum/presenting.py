"""What a topic's page shows beside its conversation, brought in the topic's own query as far as can be."""

from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from forum.anonymity import last_wording, own_kind
from forum.kind_forms import Naming
from forum.models import Comment, Meeting, Poll, Topic
from forum.models.topics import TopicQuerySet
from forum.polling import read_poll
from forum.tagging import tags_from, tags_of_topic
from members.models import Member


def with_particulars(topics: Any, *, reader: Member) -> TopicQuerySet:
    """Add the summary, the standing release, the answer that helped, what is exchanged or voted on, in one query."""
    found: TopicQuerySet = (
        topics.select_related("room__main_theme", "summary__by", "exchange__theme", "poll")
        .select_related("helpful_answer__user", "helpful_answer__organisation")
        .annotate(
            standing_release=FilteredRelation("releases", condition=Q(releases__withdrawn_at=None)),
            my_wording=last_wording(reader),
            my_kind=own_kind(reader),
            tag_list=tags_of_topic(),
            planned_meeting=Subquery(Meeting.objects.filter(topic=OuterRef("pk")).order_by("-pk").values("pk")[:1]),
        )
        .select_related("standing_release__by")
    )
    return found


def particulars_of(topic: Topic, *, reader: Member) -> dict[str, Any]:
    """Return what a topic that carries its particulars and the reader's standing shows, a poll in one query."""
    is_author = topic.author_id == reader.pk
    steers = topic.is_animated_by_reader or is_author
    helpful: Comment | None = topic.helpful_answer
    return {
        "release": getattr(topic, "standing_release", None),
        "summary": getattr(topic, "summary", None),
        "exchange": getattr(topic, "exchange", None) if topic.is_exchange else None,
        "poll": read_poll(_poll_of(topic), reader=reader) if topic.is_poll else None,
        "helpful": helpful if helpful and helpful.removed_at is None else None,
        "tags": tags_from(getattr(topic, "tag_list", None)),
        "may_steer": steers,
        "may_choose": topic.is_animated_by_reader or (is_author and not topic.is_anonymous),
        "may_mark": steers and topic.kind == Topic.Kind.QUESTION,
    }


def naming_of(topic: Any) -> Naming:
    """Return how the reader of a topic that carries its particulars may write in it."""
    return Naming(allowed=topic.room.allows_anonymous, last=topic.my_wording or "", kind=topic.my_kind)


def _poll_of(topic: Topic) -> Poll:
    poll: Poll = topic.poll
    poll.topic = topic
    return poll
