"""Turns whatever was typed or pasted into the few tags that a comment may carry.

Sources of the debris, seen in real pastes: Word (bullets as paragraphs, `o:p`, smart tags, soft hyphens), PDF (hard
line ends), mail clients (nested `div`s, styles).
"""

import html
import re

import nh3
from django.utils.html import linebreaks, urlize

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
SCHEMES = {"http", "https", "mailto", "tel"}
_STARTS_AS_HTML = re.compile(
    r"\s*<(?:!--|(?:p|ul|ol|blockquote|div|h[1-6]|table|meta|html|span|b|strong|em|i|a|br)[\s>/])", re.IGNORECASE
)
# nh3 drops unknown tags and keeps their text: cells, headings and lines of other makers become paragraphs first.
_RENAMED = {"b": "strong", "i": "em", "div": "p", "td": "p", "th": "p", "pre": "p", "dt": "p", "dd": "p"} | {
    f"h{level}": "p" for level in range(1, 7)
}
_RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(_RENAMED)})(?=[\s>/])", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|li|ul|ol|blockquote|strong|em|a)(?:\s[^>]*)?>(?:\s|\u00a0|&nbsp;|<br>)*</\1>")
_QUOTED_LINES = re.compile(r"((?:^>(?: .*)?(?:\n|\Z)(?:\n(?=>))?)+)", re.MULTILINE)
_QUOTE_SIGN = re.compile(r"^>(?: >)* ?", re.MULTILINE)
_GAP = r"(?:\s|&nbsp;|\u00a0)"
_BULLET = re.compile(rf"<p>{_GAP}*(?:[·•§▪‣\uf0b7]|[o–-](?={_GAP})){_GAP}*(.*?)</p>", re.DOTALL)
_ITEMS = re.compile(r"(?:<li data-bullet>.*?</li>\s*)+", re.DOTALL)
_DEAD_LINK = re.compile(r'<a rel="[^"]*">(.*?)</a>', re.DOTALL)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """Return safe HTML of TAGS only, "" when nothing readable is left. Text without tags gets paragraphs and links."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_INVISIBLE)
    if not _STARTS_AS_HTML.match(text):
        return from_plain_text(text)
    text = _RENAMED_TAG.sub(lambda found: f"<{found[1]}{_RENAMED[found[2].lower()]}", text)
    text = _lists(_sanitised(text))
    text = _DEAD_LINK.sub(r"\1", text)
    return _without_empty(text).strip()


def from_plain_text(text: str) -> str:
    """Return plain text as HTML: a blank line parts paragraphs, a line end is kept, addresses become links.

    Lines after "> " are a quotation, as in a mail.
    """
    parts = enumerate(_QUOTED_LINES.split(text))  # every second one is a quotation
    return "\n\n".join(filter(None, (_quotation(part) if number % 2 else _paragraphs(part) for number, part in parts)))


def _quotation(lines: str) -> str:
    words = _paragraphs(_QUOTE_SIGN.sub("", lines))
    return f"<blockquote>{words}</blockquote>" if words else ""


def _paragraphs(text: str) -> str:
    return _sanitised(linebreaks(urlize(text.strip(), autoescape=True))) if text.strip() else ""


def _sanitised(text: str) -> str:
    return nh3.clean(
        text,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_only_plain_links,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )


def _only_plain_links(tag: str, attribute: str, value: str) -> str | None:
    """Refuse addresses that look internal and are not: //host, and paths with backslashes."""
    return None if re.match(r"\s*[/\\]{2}|\s*\\", value) else value


def _lists(text: str) -> str:
    """Make lists again of Word's bullets, which arrive as paragraphs that open with a sign."""
    text = _BULLET.sub(r"<li data-bullet>\1</li>", text)
    return _ITEMS.sub(lambda run: f"<ul>{run[0].strip()}</ul>", text).replace("<li data-bullet>", "<li>")


def _without_empty(text: str) -> str:
    previous = None
    while text != previous:
        previous, text = text, _EMPTY.sub("", text)
    return text if html.unescape(re.sub(r"<[^>]*>", "", text)).strip() else ""
