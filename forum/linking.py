"""Addresses of the forum in somebody's words show what they lead to, if this reader may read it.

Else they stay as written. The stored words never change: what a reader sees of them is her own.
"""

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from forum.models import Comment, Topic
from members.models import Member

_LINK = re.compile(r'(<a href="([^"]*)"[^>]*>)\s*((?:https?://|/)[^<\s]*)\s*(</a>)')
_PATH = re.compile(r"/[a-z]{2}/(discussions|messages)/(\d{1,18})/\Z")
Target = tuple[str, int]


def with_titles(comments: Iterable[Comment], *, reader: Member) -> dict[int, str]:
    """Return the HTML of those comments in which addresses become titles, in one query for all, or none."""
    linking = [
        comment for comment in comments if "/discussions/" in comment.body_html or "/messages/" in comment.body_html
    ]
    wanted = {
        target
        for comment in linking
        for _a, href, *_rest in _LINK.findall(comment.body_html)
        if (target := _target(href))
    }
    titles = _titles(wanted, reader) if wanted else {}
    return (
        {comment.pk: _LINK.sub(lambda link: _shown(link, titles), comment.body_html) for comment in linking}
        if titles
        else {}
    )


def _target(href: str) -> Target | None:
    address = urlsplit(html.unescape(href))
    is_ours = not address.netloc or f"{address.scheme}://{address.netloc}" == settings.SITE_URL
    found = _PATH.match(address.path) if is_ours else None
    return (found[1], int(found[2])) if found else None


def _titles(wanted: set[Target], reader: Member) -> dict[Target, str]:
    topics = [number for kind, number in wanted if kind == "discussions"]
    messages = [number for kind, number in wanted if kind == "messages"]
    rows = (
        Topic.objects.visible_to(reader)
        .annotate(linked=FilteredRelation("comments", condition=Q(comments__in=messages)))
        .filter(Q(pk__in=topics) | Q(linked__isnull=False))
        .values_list("pk", "title", "linked", "linked__position")
    )
    titles: dict[Target, str] = {}
    for pk, title, message, position in rows:
        titles["discussions", pk] = title
        if message:
            titles["messages", message] = _("%(title)s, message %(number)d") % {"title": title, "number": position}
    return titles


def _shown(link: re.Match[str], titles: dict[Target, str]) -> str:
    target = _target(link[2])
    title = titles.get(target) if target else None
    return f"{link[1]}{html.escape(title, quote=False)}{link[4]}" if title else link[0]
