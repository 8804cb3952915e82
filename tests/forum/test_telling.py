"""Notices: one per thing while it is unseen, by mail only for who wants mail at once."""

import pytest

from forum.models import Notice
from forum.telling import forget_notices, tell
from tests.factories.forum import make_guest, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_more_of_the_same_adds_to_what_is_unseen_and_keeps_the_stronger_reason():
    member, topic = make_member(), make_topic()
    for reason in ("followed", "mention", "mine"):
        tell([member], about="topic:1", reason=reason, topic=topic)
    notice = Notice.objects.get()
    assert (notice.count, notice.reason) == (3, "mention")
    Notice.objects.update(seen_at=notice.created_at)
    tell([member], about="topic:1", reason="mine", topic=topic)
    assert Notice.objects.count() == 2


def test_only_who_wants_mail_at_once_gets_some():
    eager, calm, gone = make_member(digest="now"), make_member(digest="daily"), make_member(state="deactivated")
    tell([eager, calm, gone], about="topic:1", reason="mine")
    assert dict(Notice.objects.values_list("member", "mail")) == {eager.pk: "due", calm.pk: "none"}
    tell([eager], about="request:1", reason="request", mail=False)
    assert Notice.objects.get(about="request:1").mail == "none"


def test_leaving_a_room_ends_its_notices_but_for_what_concerns_oneself():
    member, topic, other = make_member(), make_topic(), make_topic()
    guest_of = make_topic(room=topic.room)
    make_guest(member, topic=guest_of)
    for about in (topic, other, guest_of):
        tell([member], about=f"topic:{about.pk}", reason="followed", room=about.room, topic=about)
    tell([member], about="room:1", reason="report", room=topic.room)
    tell([member], about="request:1", reason="answered", room=topic.room)
    tell([topic.author], about="topic:1", reason="mine", room=topic.room, topic=topic)

    forget_notices(member, topic.room)

    kept = {f"topic:{other.pk}", f"topic:{guest_of.pk}", "request:1"}
    assert set(member.notices.values_list("about", flat=True)) == kept
    assert topic.author.notices.count() == 1
