"""Letting words about a topic out of its room, and taking them back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from contracts.announcing import announce
from forum.errors import NotAllowedError
from forum.keys import release_key, topic_key
from forum.models import Release, Topic
from forum.permissions import may_release, may_withdraw
from forum.records import record
from members.models import Member
from themes.models import Tag


def release_words(
    topic: Topic, *, by: Member, audience: str, words: dict[str, str], tags: Iterable[Tag] = ()
) -> Release:
    """Release words for outside; `words` holds title_fr, text_fr, title_nl, text_nl, one language or both.

    An earlier release of the topic is withdrawn by it. Raises NotAllowedError.
    """
    if not may_release(topic, by):
        raise NotAllowedError
    with transaction.atomic():
        Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        for earlier in topic.releases.filter(withdrawn_at=None):
            _withdraw(earlier, by=by)
        signs = not (topic.is_anonymous and topic.author_id == by.pk)
        release = Release.objects.create(topic=topic, by=by if signs else None, audience=audience, **words)
        release.tags.set(tags)
        record(topic, "release", by=by, release=release.pk)
        announce(topic_key(topic), release_key(release))
    return release


@transaction.atomic
def withdraw_release(release: Release, *, by: Member) -> None:
    """Take released words back: no newsletter can take them up any more. Raises NotAllowedError."""
    if not may_withdraw(release, by):
        raise NotAllowedError
    _withdraw(release, by=by)
    record(release.topic, "withdraw_release", by=by, release=release.pk)


def _withdraw(release: Release, *, by: Member) -> None:
    Release.objects.filter(pk=release.pk, withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    announce(topic_key(release.topic), release_key(release))
