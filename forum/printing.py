"""A whole topic on paper, 500 comments at a time, on request without anybody's name."""

from dataclasses import dataclass

from django.db.models import F, Min
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forum.models import Comment, Mention, Topic
from forum.models.wordings import in_words

SIZE = 500


@dataclass(kw_only=True)
class Printed:
    """One comment on paper: who, where from, and the words."""

    comment: Comment
    name: str
    organisation: str
    asked: int | None
    body: SafeString


def print_page(topic: Topic, *, number: int, masked: bool) -> list[Printed]:
    """Return one page of a topic. Masked, each person is a number, the same on all pages, in quotations as well."""
    first = (number - 1) * SIZE + 1
    comments = (
        Comment.objects.filter(topic=topic, position__range=(first, first + SIZE - 1))
        .select_related("user", "organisation")
        .annotate(asked_position=F("answer_to__position"))
        .defer("comment", "user_name", "user_email", "user_url", "ip_address")
        .order_by("position")
    )
    names = _masks(topic) if masked else {}
    replaced = sorted(((str(escape(name)), mask) for name, mask in names.items()), key=lambda pair: -len(pair[0]))
    return [_printed(comment, names=names, replaced=replaced, masked=masked) for comment in comments]


def _printed(comment: Comment, *, names: dict[str, str], replaced: list[tuple[str, str]], masked: bool) -> Printed:
    shown = comment.author_name
    body = comment.body_html
    for name, mask in replaced:
        body = body.replace(name, mask)
    works_for = str(comment.organisation) if comment.organisation and not masked else ""
    return Printed(
        comment=comment,
        name=names.get(shown, shown) if masked else shown,
        organisation=works_for,
        asked=comment.asked_position,
        # Cleaned by richtext when it was written; only names were replaced, by words of ours.
        body=mark_safe(body),
    )


def _masks(topic: Topic) -> dict[str, str]:
    """Give everybody who wrote, or is mentioned, a number in the order of appearance."""
    wrote = Comment.objects.filter(topic=topic, user__isnull=False).values("user__name", "anonymous_as")
    spoken = wrote.annotate(first=Min("position")).order_by("first")
    shown = [in_words(row["anonymous_as"]) if row["anonymous_as"] else row["user__name"] for row in spoken]
    withheld = {row["anonymous_as"] for row in spoken} - {""}
    told = Mention.objects.filter(comment__topic=topic).order_by("pk").values_list("member__name", flat=True)
    people = dict.fromkeys([name for name in shown if name not in map(in_words, withheld)] + list(told))
    return {name: _("Person %(number)d") % {"number": number} for number, name in enumerate(people, start=1) if name}
