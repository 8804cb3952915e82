"""Checks the HTML part: weight, code, accessibility, dark mode, preview line, contents list."""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from newsletter.checking.findings import Finding
from newsletter.checking.reading import Reader

CLIPPED = 100_000  # Gmail cuts mails off near 102 KB
HEAVY = 90_000
FORBIDDEN_TAGS = {"script", "form", "iframe", "object", "embed", "link", "base", "video", "audio"}
LEFTOVER = re.compile(r"\{\{ ?\w|\{% ?\w|%%\w+%%|<mj-|\\u\{|@@\w+@@")
FIRST = 20_000  # clipping must not hide the way out


def check_html(html: str, *, subject: str, language: str) -> list[Finding]:
    """Return what is wrong with the HTML part, with its personal parts filled in."""
    page = Reader.of(html)
    return [
        *_weight(html),
        *_code(page, html=html),
        *_addresses(page),
        *_meaning(page, subject=subject, language=language),
        *_pictures(page),
        *_links(page),
        *_contents(page),
        *_night(page),
        *_preview(page, subject=subject),
    ]


def _weight(html: str) -> Iterator[Finding]:
    size = len(html.encode())
    if size >= HEAVY:
        kilobytes = {"size": size // 1000}
        heavy = _("The mail weighs %(size)s KB: some mail programs cut it off at 100. Drop an item.") % kilobytes
        yield Finding(code="weight", sentence=heavy, blocks=size >= CLIPPED)
    # In the head of a mail the styles come first, so bytes are counted from the body on.
    if "unsubscribe" not in html.partition("<body")[2].encode()[:FIRST].decode(errors="ignore"):
        yield Finding(code="way-out", sentence=_("The link to unsubscribe must stand near the top too."))


def _code(page: Reader, *, html: str) -> Iterator[Finding]:
    if page.tags & FORBIDDEN_TAGS or "data:" in html or "@import" in html or "url(" in page.styles:
        yield Finding(code="code", sentence=_("The mail holds code that mail programs refuse."))
    if len(page.styles.encode()) > 8000:
        yield Finding(code="styles", sentence=_("The mail's style sheet is too long: Gmail would drop it."))
    if found := LEFTOVER.search(html):
        yield Finding(code="leftover", sentence=_("“%(mark)s” was left in the mail.") % {"mark": found[0]})


def _addresses(page: Reader) -> Iterator[Finding]:
    """Links and pictures are absolute; to http or this machine only where the whole site is (a trial)."""
    for address in [link.href for link in page.links] + [image.get("src", "") for image in page.images]:
        parts = urlsplit(address)
        if address.startswith("#") and len(address) > 1:
            continue
        ours = address.startswith(settings.SITE_URL)
        if parts.scheme not in {"https", "http", "mailto", "tel"} or address == "#":
            yield Finding(code="address", sentence=_("“%(address)s” is no full address.") % {"address": address})
        elif parts.hostname in {"localhost", "127.0.0.1"} and not ours:
            yield Finding(code="address", sentence=_("“%(address)s” leads nowhere for readers.") % {"address": address})
    for image in page.images:
        if not image.get("src", "").startswith(settings.SITE_URL):
            yield Finding(
                code="foreign-picture", sentence=_("A picture of another site: copy it to the library first.")
            )


def _meaning(page: Reader, *, subject: str, language: str) -> Iterator[Finding]:
    if page.lang != language:
        yield Finding(code="lang", sentence=_("The mail does not say which language it is in."))
    if _plain(page.title) != _plain(subject):
        yield Finding(code="title", sentence=_("The mail's title is not its subject."))
    levels = [level for level, _words in page.headings]
    if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
        yield Finding(code="headings", sentence=_("The headings of the mail jump a level."))
    if any(not words.strip() for _level, words in page.headings):
        yield Finding(code="empty-heading", sentence=_("A title is empty."))
    if page.bare_tables:
        yield Finding(code="tables", sentence=_("A table is not marked as layout."))
    if page.small_words:
        example = {"words": page.small_words[0][:40]}
        yield Finding(code="small", sentence=_("Words smaller than 14 pixels: “%(words)s”.") % example)


def _pictures(page: Reader) -> Iterator[Finding]:
    for image in page.images:
        alt = image.get("alt")
        if alt is None:
            yield Finding(code="alt", sentence=_("A picture has no alternative text at all."))
        elif re.search(r"\.(jpe?g|png|webp|gif)\s*$", alt, re.IGNORECASE):
            name = {"name": alt}
            yield Finding(code="alt-name", sentence=_("“%(name)s” is a file name, no alternative text.") % name)


def _links(page: Reader) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for link in page.links:
        words = _plain(link.words).casefold()
        if not words:
            yield Finding(
                code="empty-link", sentence=_("The link to %(address)s has no words.") % {"address": link.href}
            )
        elif seen.setdefault(words, link.href) != link.href:
            yield Finding(
                code="same-words",
                sentence=_("Two links say “%(words)s” and lead to different pages.") % {"words": _plain(link.words)},
                blocks=False,
            )


def _contents(page: Reader) -> Iterator[Finding]:
    for link in page.links:
        if link.href.startswith("#") and link.href[1:] not in page.anchors:
            yield Finding(code="contents", sentence=_("An entry of the contents list leads nowhere."))


def _night(page: Reader) -> Iterator[Finding]:
    if not {"color-scheme", "supported-color-schemes"} <= set(page.metas) or "prefers-color-scheme" not in page.styles:
        yield Finding(code="night", sentence=_("The mail has no colours for the night."))


def _preview(page: Reader, *, subject: str) -> Iterator[Finding]:
    words = _plain(re.sub(r"[\u034f\u200c\u00a0]+", " ", page.preheader))
    if words and not 40 <= len(words) <= 110:
        length = {"length": len(words)}
        sentence = _("The preview line has %(length)s characters; 40 to 110 are shown well.") % length
        yield Finding(code="preview", sentence=sentence, blocks=False)
    if words and words == _plain(subject):
        yield Finding(code="preview-repeats", sentence=_("The preview line repeats the subject."), blocks=False)


def _plain(words: str) -> str:
    return " ".join(words.split())
