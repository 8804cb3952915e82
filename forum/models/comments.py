"""Comments: rows of django-comments-xtd with a place, a language and rendered words of their own."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from forum.models.topics import Topic
from forum.models.wordings import in_words
from members.models import Organisation


class CommentQuerySet(models.QuerySet["Comment"]):
    """Which comments a person may read."""

    def visible_to(self, user: Any) -> Self:
        """Keep the comments of the topics that this person may read; removed ones too, which have lost their words."""
        return self.filter(topic__in=Topic.objects.visible_to(user).values("pk"))

    def standing(self) -> Self:
        """Keep what has not been removed."""
        return self.filter(removed_at=None)

    def carry_to(self, topic: Topic, *, after: int) -> int:
        """Give these comments of one topic to another one, their positions counted on from `after`; return how many.

        The caller holds the locks of both topics. Three statements, however many comments.
        """
        carried = self.update(topic=topic, position=F("position") + after)
        moved = Comment.objects.filter(topic=topic, position__gt=after).values("xtdcomment_ptr")
        XtdComment.norel_objects.filter(pk__in=moved).update(object_pk=str(topic.pk))
        return carried


class Comment(XtdComment):
    """One message. `position` numbers it inside its topic for good: never given twice, a removed one keeps its own.

    Of the package's columns we use: user, comment (the words as plain text), submit_date, parent_id, level and
    thread_id. `order` and `nested_count` mean nothing here. Its `name` falls back to the e-mail address: never show it.
    """

    xtdcomment_ptr = models.OneToOneField(
        XtdComment, models.CASCADE, parent_link=True, primary_key=True, related_name="forum_comment"
    )
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="comments")
    position = models.PositiveIntegerField()
    answer_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answers")
    language = models.CharField(max_length=2)
    body_html = models.TextField(blank=True, help_text="cleaned by richtext when written; empty once removed")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="+", help_text="the author's, when it was written"
    )
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    removal_reason = models.CharField(max_length=300, blank=True)
    anonymous_as = models.CharField(
        max_length=120, blank=True, help_text="what stands in the place of name and organisation; empty: they stand"
    )
    client_token = models.UUIDField(unique=True, default=uuid.uuid4)
    moved_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", help_text="the comment that stood here, in its new topic"
    )

    if TYPE_CHECKING:
        # Added by forum.pages.read_page.
        asked_position: int | None
        asked_author: str | None
        moved_title: str | None
        file_rows: list[list[Any]]
        # Added by forum.comments: who is named in it and cannot read it.
        unreached: list[str]
        asked_as: str | None
        guest_until: Any
        kept: int | None

    objects = CommentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("topic", "position")
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = (models.UniqueConstraint(fields=("topic", "position"), name="comment_position"),)

    def __str__(self) -> str:
        return f"{self.topic_id}#{self.position}"

    def save(self, **kwargs: Any) -> None:
        """Save without the package's renumbering, which rewrites every later row of a thread at each answer.

        The caller holds the topic's lock and has given the position.
        """
        is_new = self._state.adding
        root = self.answer_to and (self.answer_to if self.answer_to.level == 0 else None)
        if is_new and self.answer_to:
            self.parent_id = self.thread_id = root.pk if root else self.answer_to.parent_id
            self.level = 1
        super(XtdComment, self).save(**kwargs)
        if is_new and not self.answer_to:
            self.parent_id = self.thread_id = self.pk
            XtdComment.norel_objects.filter(pk=self.pk).update(parent_id=self.pk, thread_id=self.pk)

    def get_absolute_url(self, anchor_pattern: str = "") -> str:
        """The permalink, which leads to the page of the topic where it stands."""
        return reverse("comment", args=[self.pk])

    @property
    def author(self) -> Any:
        """Who is shown as its author: nobody for a message without name, or by somebody who is gone."""
        return None if self.anonymous_as else self.user

    @property
    def author_name(self) -> str:
        """What to show as its author, in the active language. Never `user.name`: it may be a message without name."""
        if self.anonymous_as:
            return in_words(self.anonymous_as)
        return str(self.user.name) if self.user else gettext("Former member")

    @property
    def body(self) -> SafeString:
        """The words as HTML: cleaned by richtext when they were written."""
        return mark_safe(self.body_html)

    @property
    def was_removed_by_animator(self) -> bool:
        """Whether its words were taken away, and could be given back: its author's own are gone for good."""
        return self.removed_at is not None and self.moved_to_id is None and self.removal_reason != ""

    @property
    def is_opening(self) -> bool:
        """Whether it opens its topic."""
        return self.position == 1


class CommentVersion(models.Model):
    """What a comment said before an edit or a removal."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    body_html = models.TextField()
    written_at = models.DateTimeField(help_text="when these words were written")
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    silent = models.BooleanField(default=False, help_text="replaced in the first minutes, or removed: not shown")
    hidden_at = models.DateTimeField(null=True, help_text="an animator keeps it from its readers")
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def body(self) -> SafeString:
        """The words as HTML: cleaned by richtext when they were written."""
        return mark_safe(self.body_html)


class Thanks(models.Model):
    """A member thanks for a comment, once."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="thanks")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="thanks_given")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        constraints = (models.UniqueConstraint(fields=("comment", "member"), name="thanked_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} → {self.comment_id}"


class Mention(models.Model):
    """A member is named in a comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("comment", "member"), name="mentioned_once"),)

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.member_id}"
