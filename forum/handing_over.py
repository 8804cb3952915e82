"""What passes to a successor in the forum: rooms animated, questions that are still open, discussions followed."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.handing_over import Part
from forum.models import Follow, Notice, Room, RoomMember, Topic
from forum.records import record
from forum.rooms import let_in
from forum.telling import tell
from members.models import Member

Role = RoomMember.Role
WAITING = (Topic.Kind.QUESTION, Topic.Kind.NEED)


class ForumHandover:
    """Implements contracts.handing_over.Handover.

    Only rooms in which she is an animator open to her successor; open questions and discussions pass where the
    successor may read them then. What was asked without a name stays without one, and does not pass.
    """

    def preview(self, member: Member) -> Iterator[Part]:
        """Yield rooms, questions and discussions."""
        yield Part(label=_("Rooms animated"), titles=tuple(room.name for room in _animated(member)))
        questions = Topic.objects.visible_to(member) if member.is_approved else Topic.objects.all()
        yield Part(label=_("Open questions"), titles=_titles(_open_questions(member) & questions))
        yield Part(label=_("Discussions followed"), titles=_titles(_followed(member) & questions))

    def pass_on(self, member: Member, *, to: Member, by: Member) -> None:
        """Give them to her successor, who is told with one notice."""
        for room in _animated(member):
            let_in(room, member=to, origin=RoomMember.Origin.HAND, role=Role.ANIMATOR)
            room.memberships.filter(member=member).update(role=Role.MEMBER)
            record(room, "hand_over", by=by, member=to.pk)
        readable = Topic.objects.visible_to(to).values("pk")
        questions = set(_open_questions(member).filter(pk__in=readable).values_list("pk", flat=True))
        followed = set(_followed(member).filter(pk__in=readable).values_list("pk", flat=True))
        Topic.objects.filter(pk__in=questions).update(author=to)
        _follow(questions | followed, member=to)
        member.follows.filter(topic__in=followed).delete()
        _tell(to, predecessor=member, by=by)


def _animated(member: Member) -> "QuerySet[Room]":
    """Return the rooms in which she has a mandate now, whatever has become of her account."""
    mandates = RoomMember.objects.current().filter(member=member, role=Role.ANIMATOR)
    return Room.objects.filter(pk__in=mandates.values("room")).order_by("name_fr")


def _open_questions(member: Member) -> "QuerySet[Topic]":
    """Return what she asked or looked for under her own name, and what is still open."""
    return Topic.objects.filter(author=member, kind__in=WAITING, state=Topic.State.OPEN, is_anonymous=False)


def _followed(member: Member) -> "QuerySet[Topic]":
    return Topic.objects.filter(pk__in=member.follows.filter(level=Follow.Level.FOLLOW).values("topic"))


def _titles(topics: "QuerySet[Topic]") -> tuple[str, ...]:
    return tuple(topics.order_by("pk").values_list("title", flat=True))


def _follow(topics: set[int], *, member: Member) -> None:
    """Let her follow them; one that she has muted stays muted."""
    rows = (Follow(member=member, topic_id=pk, level=Follow.Level.FOLLOW) for pk in topics)
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def _tell(successor: Member, *, predecessor: Member, by: Member) -> None:
    with translation.override(successor.language):
        words = _("You take over from %(name)s: rooms, open questions and discussions followed.") % {
            "name": predecessor.name
        }
    tell([successor], about=f"handover:{predecessor.pk}", reason=Notice.Reason.HANDOVER, by=by, words=words)
