"""Reads stored HTML as text: for search, for the text part of mails, for short excerpts."""

from html.parser import HTMLParser

from django.utils.text import Truncator

_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "figure"}


class _Reader(HTMLParser):
    def __init__(self, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links = links
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self.links and self.href.startswith(("http", "mailto")):
            address = self.href.removeprefix("mailto:")
            if address not in "".join(self.parts[-1:]):
                self.parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def plain(html: str, *, links: bool = False) -> str:
    """Return the text of stored HTML: paragraphs parted by a blank line, "• " before list items.

    With `links`, a link's address follows its words in brackets.
    """
    reader = _Reader(links=links)
    reader.feed(html)
    reader.close()
    lines = [line.strip(" \t") for line in "".join(reader.parts).split("\n")]
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


def excerpt(html: str, length: int = 200) -> str:
    """Return the first words of stored HTML on one line, at most `length` characters, with "…" if cut."""
    return Truncator(" ".join(plain(html).split())).chars(length)
