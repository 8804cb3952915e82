"""Notices: one per thing while it is unseen, by mail only for who wants mail at once."""

import pytest

from forum.models import Notice
from forum.telling import tell
from tests.factories.forum import make_topic
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
