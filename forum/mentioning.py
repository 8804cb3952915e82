"""Mentions: “@Name” in somebody's words becomes a link to a member, and a row, if that member can read them.

The rich editor writes the link itself; without JavaScript “@Anne Dupont”, typed in full, is recognised.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from forum.models import Comment, Mention, Topic
from forum.models.rooms import is_full_member
from forum.readers import readers_of
from members.models import Member

# More than this in one message is no mention but a circular.
MOST = 20
_PARTS = re.compile(r"(<[^>]*>)")
# Cleaned HTML holds no control characters.
_QUOTATION_MARK = re.compile("\x00(\\d+)\x00")
_QUOTATION_TAG = re.compile(r"(</?blockquote>)")
_LINK = re.compile(r'<a href="(?:https?://[^/"]+)?/[a-z]{2}/members/(\d{1,18})/"[^>]*>@(.*?)</a>', re.DOTALL)


@dataclass(kw_only=True)
class Mentioned:
    """Words with their mentions as links, who is told of them, and the names of those who cannot read them."""

    html: str
    readers: list[Member] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)


def find_mentions(words: str, *, topic: Topic, author: Member) -> Mentioned:
    """Recognise who is mentioned in cleaned HTML. Names of people who cannot read stay words; nobody tells them.

    Quotations are left as they are: who was mentioned in them has been told once.
    """
    own, quotations = _apart(words)
    if "@" not in own:
        return Mentioned(html=words)
    found = _mentions(own, topic=topic, author=author)
    found.html = _QUOTATION_MARK.sub(lambda mark: quotations[int(mark[1])], found.html)
    return found


def write_mentions(comment: Comment, members: Iterable[Member]) -> None:
    """Write the rows in the transaction that writes the words; those that stand already stay."""
    rows = [Mention(comment=comment, member=member) for member in members]
    if rows:
        Mention.objects.bulk_create(rows, ignore_conflicts=True)


def rewrite_mentions(comment: Comment, members: Sequence[Member]) -> None:
    """Bring the rows in step with changed words."""
    comment.mentions.exclude(member__in=members).delete()
    write_mentions(comment, members)


def suggestions(readers: "QuerySet[Member]", *, typed: str, most: int = 8) -> list[Member]:
    """Return the readers of whom some name begins with what was typed; case and accents do not count."""
    wanted = folded(typed)
    names = readers.order_by("name", "pk").values_list("pk", "name")
    found = [pk for pk, name in names if _begins(folded(name), wanted)][:most]
    return list(readers.filter(pk__in=found).select_related("organisation").order_by("name", "pk"))


def address_of_member(member: Member) -> str:
    """Return the address of a member's profile, without the reader's language in the way."""
    try:
        return reverse("member", args=[member.pk])
    except NoReverseMatch:
        return f"/fr/members/{member.pk}/"


def folded(text: str) -> str:
    """Return a name without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(character for character in parts if not unicodedata.combining(character))


def _mentions(words: str, *, topic: Topic, author: Member) -> Mentioned:
    meant = {int(number) for number, _name in _LINK.findall(words)}
    readers = {member.pk: member for member in readers_of(topic).filter(pk__in=meant)}
    strangers = _known(author).filter(pk__in=meant - readers.keys())
    unreached = [member.name for member in strangers]
    words = _LINK.sub(lambda link: _link(readers[int(link[1])]) if int(link[1]) in readers else f"@{link[2]}", words)
    words, named, unknown = _typed(words, topic, author, leave=unreached)
    everybody = {member.pk: member for member in [*readers.values(), *named] if member.pk != author.pk}
    return Mentioned(html=words, readers=list(everybody.values())[:MOST], unreached=[*unreached, *unknown])


def _apart(words: str) -> tuple[str, list[str]]:
    """Return the words with a mark in the place of each outermost quotation, and the quotations."""
    own: list[str] = []
    quotations: list[str] = []
    depth = 0
    for part in _QUOTATION_TAG.split(words):
        if part == "<blockquote>":
            if not depth:
                own.append(f"\x00{len(quotations)}\x00")
                quotations.append("")
            depth += 1
        if depth:
            quotations[-1] += part
        else:
            own.append(part)
        if part == "</blockquote>":
            depth = max(0, depth - 1)
    return "".join(own), quotations


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or any(word.startswith(wanted) for word in re.split(r"[\s'-]+", name))


def _known(author: Member) -> "QuerySet[Member]":
    """Return whose names she may know of beyond this topic."""
    return Member.objects.filter(state=Member.State.APPROVED) if is_full_member(author) else Member.objects.none()


def _link(member: Member) -> str:
    """Write the link with the member's own name, whatever the words inside it said."""
    return f'<a href="{address_of_member(member)}" rel="noopener nofollow">@{html.escape(member.name, quote=False)}</a>'


def _typed(words: str, topic: Topic, author: Member, *, leave: list[str]) -> tuple[str, list[Member], list[str]]:
    """Make links of names that were typed in full, outside of links."""
    typed = "".join(part for part, is_free in _free(words) if is_free)
    if "@" not in typed:
        return words, [], []
    after = [folded(html.unescape(each)) for each in typed.split("@")[1:]]
    readers = _named_in(after, readers_of(topic))
    strangers = [each for each in _named_in(after, _known(author)) if each not in readers and each.name not in leave]
    found: dict[int, Member] = {}

    def replace(text: str) -> str:
        for member in sorted(readers, key=lambda each: -len(each.name)):
            text, count = _pattern(member.name).subn(_link(member).replace("\\", ""), text)
            if count:
                found[member.pk] = member
        return text

    return (
        "".join(replace(part) if free else part for part, free in _free(words)),
        list(found.values()),
        [each.name for each in strangers],
    )


def _named_in(after: list[str], members: "QuerySet[Member]") -> list[Member]:
    """Keep the members whose whole name follows an @."""
    names = {pk: folded(name) for pk, name in members.values_list("pk", "name")}
    wanted = [pk for pk, name in names.items() if name and any(_follows(each, name) for each in after)]
    longest = [
        pk
        for pk in wanted
        if not any(names[other] != names[pk] and names[other].startswith(names[pk] + " ") for other in wanted)
    ]
    once = [pk for pk in longest if sum(names[pk] == names[other] for other in longest) == 1]
    return list(Member.objects.filter(pk__in=once))


def _follows(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) :][:1].isalnum()


def _pattern(name: str) -> re.Pattern[str]:
    """Match “@Name” in HTML text as people type it: any case, with or without accents."""
    letters = "".join(
        rf"[{re.escape(each)}{re.escape(folded(each))}]" if len(folded(each)) == 1 else re.escape(each) for each in name
    )
    return re.compile(rf"@{letters}(?!\w)".replace(r"[\ \ ]", r"(?:\s|&nbsp;)+"), re.IGNORECASE)


def _free(words: str) -> Iterable[tuple[str, bool]]:
    """Yield the parts of HTML, and whether each is text outside of a link."""
    inside = False
    for part in _PARTS.split(words):
        if part.startswith("<"):
            inside = part.startswith("<a") or (inside and not part.startswith("</a"))
        yield part, not inside and not part.startswith("<")
