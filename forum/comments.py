"""Writing, changing and removing comments; with the model, the only door to django-comments-xtd."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.announcing import announce
from forum.anonymity import wording_of
from forum.attaching import place
from forum.drafting import discard_drafts, place_of, places_of
from forum.errors import NotAllowedError, TokenTakenError, TopicClosedError, TopicMergedError
from forum.keys import comment_key
from forum.mentioning import find_mentions, rewrite_mentions, write_mentions
from forum.models import Attachment, Comment, CommentVersion, Report, Thanks, Topic
from forum.permissions import is_silent, may_edit, require_animator, require_reader
from forum.reading import move_mark
from forum.records import record
from forum.reporting import ask_for_a_look, settle_reports
from forum.spreading import wait_to_tell
from members.models import Member
from richtext.cleaning import clean
from richtext.reading import plain


def add_comment(
    topic: Topic,
    *,
    author: Member,
    body_html: str,
    language: str,
    answer_to: Comment | None = None,
    client_token: UUID | None = None,
    anonymous_as: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> Comment:
    """Add the next comment of a topic. A form sent twice (the same token) gives the first comment again.

    In a topic that was merged into another it becomes the next one there. `anonymous_as` stands in the place of her
    name; None: as she last spoke in this topic, so that an answer by mail tells no name that was withheld. Raises
    NotAllowedError (also for an answer to a comment of another topic, or to a removed one), TopicClosedError,
    TokenTakenError.
    """
    token = client_token or uuid4()
    try:
        with transaction.atomic():
            locked = _locked(topic, author)
            return write_comment(
                locked,
                author=author,
                body_html=body_html,
                language=language,
                answer_to=answer_to,
                client_token=token,
                anonymous_as=anonymous_as,
                attachments=attachments,
            )
    except TopicMergedError as merged:
        carried = answer_to and Comment.objects.get(id=answer_to.pk)
        return add_comment(
            merged.target,
            author=author,
            body_html=body_html,
            language=language,
            answer_to=carried,
            client_token=token,
            anonymous_as=anonymous_as,
            attachments=attachments,
        )
    except IntegrityError:
        return written_with(token, author=author)


def write_comment(
    topic: Topic,
    *,
    author: Member,
    body_html: str,
    language: str,
    client_token: UUID,
    answer_to: Comment | None = None,
    anonymous_as: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> Comment:
    """Write the next comment of a topic whose row the caller holds locked. Raises IntegrityError for a used token."""
    if answer_to and (answer_to.topic_id != topic.pk or answer_to.removed_at):
        raise NotAllowedError
    wording = wording_of(topic, author=author, asked=anonymous_as)
    now, position = timezone.now(), topic.last_position + 1
    mentioned = find_mentions(clean(body_html), topic=topic, author=author)
    comment = Comment(
        topic=topic,
        position=position,
        user=author,
        organisation_id=None if wording else author.organisation_id,
        anonymous_as=wording,
        language=language,
        body_html=mentioned.html,
        comment=plain(mentioned.html),
        answer_to=answer_to,
        client_token=client_token,
        submit_date=now,
        content_object=topic,
        site_id=settings.SITE_ID,
    )
    comment.save()
    comment.unreached = mentioned.unreached
    write_mentions(comment, mentioned.readers)
    place(attachments, comment=comment)
    discard_drafts(author, *places_of(comment))
    _move_topic_on(topic, position=position, at=now, author=author, named=not wording)
    ask_for_a_look(comment, author=author)
    announce(comment_key(comment))
    wait_to_tell(comment)
    return comment


def written_with(token: UUID, *, author: Member) -> Comment:
    """Return the comment that this person wrote with this token. Raises TokenTakenError when it is somebody else's."""
    written = Comment.objects.filter(client_token=token, user=author).select_related("topic").first()
    if written is None:
        raise TokenTakenError
    return written


def edit_comment(
    comment: Comment,
    *,
    by: Member,
    body_html: str,
    language: str,
    attachments: Sequence[Attachment] | None = None,
) -> list[str]:
    """Change one's own words: without a trace at first, later with “edited” and the earlier version to be read.

    `attachments` are all the files that it has from now on; None leaves them. Never makes anything unread. Returns
    the names of who is mentioned and cannot read it. Raises NotAllowedError.
    """
    with transaction.atomic():
        current = _standing(comment, by)
        if not may_edit(current, by):
            raise NotAllowedError
        if attachments is not None:
            current.attachments.exclude(pk__in=[each.pk for each in attachments]).delete()
            place(attachments, comment=current)
        discard_drafts(by, place_of(comment=current))
        mentioned = find_mentions(clean(body_html), topic=current.topic, author=by)
        html, now, silent = mentioned.html, timezone.now(), is_silent(current)
        if html == current.body_html and language == current.language:
            return mentioned.unreached
        _keep_version(current, by=by, at=now, silent=silent)
        Comment.objects.filter(pk=current.pk).update(
            body_html=html, comment=plain(html), language=language, edited_at=None if silent else now
        )
        rewrite_mentions(current, mentioned.readers)
        announce(comment_key(current))
        return mentioned.unreached


def change_language(comment: Comment, *, by: Member, language: str) -> None:
    """Say in which language a comment is written, as its author or an animator; no version, nothing unread.

    Raises NotAllowedError.
    """
    with transaction.atomic():
        current = _standing(comment, by)
        if current.user_id != by.pk:
            require_animator(current.topic.room, by)
        Comment.objects.filter(pk=current.pk).update(language=language)
        if current.is_opening:
            Topic.objects.filter(pk=current.topic_id).update(language=language)
        announce(comment_key(current))


def delete_comment(comment: Comment, *, by: Member) -> None:
    """Take one's own words back for good, earlier versions included; the place stays. Raises NotAllowedError."""
    with transaction.atomic():
        current = _standing(comment, by)
        if current.user_id != by.pk:
            raise NotAllowedError
        current.versions.all().delete()
        current.attachments.all().delete()
        _empty(current, by=by, reason="")
        settle_reports(current, state=Report.State.UPHELD, by=None)


def remove_comment(comment: Comment, *, by: Member, reason: str) -> None:
    """Remove somebody's words as an animator, with a reason that all readers see; they are kept as a version.

    Raises NotAllowedError.
    """
    with transaction.atomic():
        current = _standing(comment, by)
        require_animator(current.topic.room, by)
        _keep_version(current, by=by, at=timezone.now(), silent=True)
        _empty(current, by=by, reason=reason)
        settle_reports(current, state=Report.State.UPHELD, by=by, answer=reason)
        record(current.topic, "remove_comment", by=by, comment=current.pk)


def toggle_thanks(comment: Comment, *, member: Member) -> bool:
    """Thank for a comment, or take the thanks back; return whether it is thanked now. Never for one's own.

    Raises NotAllowedError.
    """
    with transaction.atomic():
        current = _standing(comment, member)
        if current.user_id == member.pk:
            raise NotAllowedError
        thanks, is_new = Thanks.objects.get_or_create(comment=current, member=member)
        if not is_new:
            thanks.delete()
        return is_new


def _locked(topic: Topic, author: Member) -> Topic:
    """Take the topic's lock, under which positions are given, if she may write there."""
    locked = (
        Topic.objects.select_for_update(of=("self",))
        .select_related("room")
        .visible_to(author)
        .filter(pk=topic.pk)
        .first()
    )
    if locked is None:
        raise NotAllowedError
    if locked.merged_into:
        raise TopicMergedError(locked.merged_into)
    if not locked.is_open:
        raise TopicClosedError
    return locked


def _standing(comment: Comment, reader: Member) -> Comment:
    """Take the lock of a comment that stands and that she may read."""
    standing = Comment.objects.standing().select_for_update(of=("self",)).select_related("topic__room")
    current = standing.filter(pk=comment.pk).first()
    if current is None:
        raise NotAllowedError
    require_reader(current.topic, reader)
    return current


def _move_topic_on(topic: Topic, *, position: int, at: datetime, author: Member, named: bool) -> None:
    """Her own comment is no news to its author, if she had read everything before it."""
    had_read = position == 1 or not Topic.objects.unread_by(author).filter(pk=topic.pk).exists()
    topic.last_position, topic.last_activity_at, topic.last_author = position, at, author if named else None
    if topic.first_answer_at is None and author.pk != topic.author_id:
        topic.first_answer_at = at
    topic.save(update_fields=["last_position", "last_activity_at", "last_author", "first_answer_at"])
    if had_read:
        move_mark(topic, reader=author, position=position)


def _keep_version(comment: Comment, *, by: Member, at: datetime, silent: bool) -> None:
    CommentVersion.objects.create(
        comment=comment,
        body_html=comment.body_html,
        written_at=comment.edited_at or comment.submit_date,
        replaced_at=at,
        replaced_by=by,
        silent=silent,
    )


def _empty(comment: Comment, *, by: Member, reason: str) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        body_html="", comment="", is_removed=True, removed_at=timezone.now(), removed_by=by, removal_reason=reason
    )
    announce(comment_key(comment))
