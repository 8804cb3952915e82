"""Reads stored HTML as text: for search, for the text part of mails, for short excerpts."""

from collections.abc import Iterator
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "figure"}
# Lines of their own where a quotation starts and ends: signs that no stored text contains.
_QUOTE, _UNQUOTE = "\x0e", "\x0f"


class _Reader(HTMLParser):
    def __init__(self, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links = links
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append(f"\n\n{_QUOTE}\n" if tag == "blockquote" else "\n\n")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append(f"\n{_UNQUOTE}\n\n" if tag == "blockquote" else "\n\n")
        elif tag == "a" and self.links and self.href.startswith(("http", "mailto")):
            address = self.href.removeprefix("mailto:")
            if address not in "".join(self.parts[-1:]):
                self.parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def plain(html: str, *, links: bool = False, quotes: bool = False) -> str:
    """Return the text of stored HTML: paragraphs parted by a blank line, "• " before list items.

    With `links`, a link's address follows its words in brackets; with `quotes`, "> " stands before quoted lines.
    """
    reader = _Reader(links=links)
    reader.feed(html)
    reader.close()
    lines = [line.strip(" \t") for line in "".join(reader.parts).split("\n")]
    text = "\n".join(_quoted(lines, sign="> " if quotes else ""))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


def _quoted(lines: list[str], *, sign: str) -> Iterator[str]:
    """Yield the lines with a sign before those that are quoted: one, however deep they are."""
    depth = 0
    for line in lines:
        if line in {_QUOTE, _UNQUOTE}:
            depth += 1 if line == _QUOTE else -1
        else:
            yield sign + line if line and depth > 0 else line


def excerpt(html: str, length: int = 200) -> str:
    """Return the first whole words of stored HTML on one line, at most `length` characters, with "…" if cut."""
    line = " ".join(plain(html).split())
    if len(line) <= length:
        return line
    whole = line[:length].rpartition(" ")[0] or line[: length - 1]
    return whole.rstrip(" .,;:") + "…"
