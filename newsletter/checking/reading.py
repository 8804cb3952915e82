"""Reads an HTML mail as a mail program does, and keeps what the checks ask about."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from newsletter.markup import VOID

_SIZE = re.compile(r"font-size:\s*([\d.]+)px")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass
class Link:
    """A link and its words, the alternative texts of its pictures included."""

    href: str
    words: str = ""


@dataclass
class Reader(HTMLParser):
    """The facts of one page."""

    lang: str = ""
    title: str = ""
    preheader: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    images: list[dict[str, str]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    metas: dict[str, str] = field(default_factory=dict)
    bare_tables: int = 0
    styles: str = ""
    small_words: list[str] = field(default_factory=list)
    words: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, float, bool]] = []
        self._in_link = False

    @classmethod
    def of(cls, html: str) -> "Reader":
        """Read a whole page."""
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        values = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.anchors |= {values[name] for name in ("id", "name") if values.get(name) and tag != "meta"}
        self._note(tag, values)
        if tag not in VOID:
            style = values.get("style", "")
            _tag, size, hidden = self._open[-1] if self._open else ("", 16.0, False)
            found = _SIZE.search(style)
            hidden = hidden or "display:none" in style.replace(" ", "") or tag in {"style", "title", "head"}
            self._open.append((tag, float(found[1]) if found else size, hidden))

    def _note(self, tag: str, values: dict[str, str]) -> None:
        if tag == "html":
            self.lang = values.get("lang", "")
        elif tag == "a" and "href" in values:
            self.links.append(Link(values["href"]))
            self._in_link = True
        elif tag == "img":
            self.images.append(values)
            if self._in_link:
                self.links[-1].words += values.get("alt", "")
        elif tag == "meta":
            self.metas[values.get("name", "")] = values.get("content", "")
        elif tag == "table" and values.get("role") != "presentation":
            self.bare_tables += 1
        elif tag in HEADINGS:
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what is open, forgiving what was never closed."""
        self._in_link = self._in_link and tag != "a"
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Keep words where they stand."""
        if self._inside("title"):
            self.title += data
        elif self._inside("style"):
            self.styles += data
        elif self._open and self._open[-1][2]:
            self.preheader += data
        elif data.strip():
            self._keep(data)

    def _keep(self, data: str) -> None:
        self.words += data
        if self._in_link:
            self.links[-1].words += data
        for level in HEADINGS:
            if self._inside(level) and self.headings:
                number, before = self.headings[-1]
                self.headings[-1] = (number, before + data)
        if self._open and self._open[-1][1] < 14:
            self.small_words.append(data.strip())

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _size, _hidden in self._open)
