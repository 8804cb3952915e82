"""Writes a letter as plain text, by hand: contents, rubrics, an address per item, lines of 78 characters at most."""

import textwrap
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from newsletter.letter import Entry, Letter, Section
from newsletter.markup import clean_text
from newsletter.templatetags.newsletter_mail import in_which_language
from richtext import plain

WIDTH = 78


def mail_text(letter: Letter) -> str:
    """Return the text part, with marks for what differs from reader to reader."""
    with translation.override(letter.language):
        blocks = [*_head(letter), *_contents(letter)]
        for section in letter.sections:
            blocks += _section(section, letter=letter)
        blocks += _foot(letter)
        return clean_text("\n\n".join(block for block in blocks if block)) + "\n"


def _head(letter: Letter) -> Iterator[str]:
    title = f"{letter.network} – {letter.name}" if letter.network != letter.name else letter.name
    number = _("No. %(number)s, %(day)s") % {"number": letter.number, "day": letter.day}
    yield "\n".join([*_wrapped(title), number])
    if letter.links["web"]:
        yield _("Read it on the web:") + "\n" + letter.links["web"]


def _contents(letter: Letter) -> Iterator[str]:
    if len(letter.sections) > 1:
        lines = [f"- {section.name}" for section in letter.sections]
        yield "\n".join([_("In this issue:"), *lines])


def _section(section: Section, *, letter: Letter) -> Iterator[str]:
    name = section.name.upper()
    yield f"\n{name}\n{'=' * min(len(name), WIDTH)}"
    if section.layout == "edito":
        yield _paragraphs(plain(letter.words.edito, links=True))
    elif not section.entries:
        yield _("Nothing in this rubric this time.")
    for entry in section.entries:
        yield "\n".join(_entry(entry, letter=letter))


def _entry(entry: Entry, *, letter: Letter) -> Iterator[str]:
    yield from _wrapped(f"* {entry.title}", indent="  ")
    if entry.when:
        yield from _wrapped("  " + ", ".join(filter(None, [entry.when, entry.place])), indent="  ")
    note = [
        in_which_language(entry.language) if entry.language != letter.language else "",
        _("Until %(day)s") % {"day": entry.deadline} if entry.deadline else "",
        entry.origin,
    ]
    if any(note):
        yield from _wrapped("  (" + ". ".join(filter(None, note)) + ")", indent="  ")
    yield from _wrapped(f"  {entry.lead}", indent="  ") if entry.lead else ()
    yield f"  {entry.url}"


def _foot(letter: Letter) -> Iterator[str]:
    yield "-- "
    yield "\n".join([letter.network, *letter.postal_address.splitlines()])
    yield "\n".join(_wrapped(why_you_get_this(letter)))
    yield _("Change my preferences:") + "\n" + letter.links["preferences"]
    yield _("Unsubscribe:") + "\n" + letter.links["unsubscribe"]
    yield _("Earlier issues:") + "\n" + letter.links["archive"]
    if letter.links["privacy"]:
        yield _("Privacy:") + "\n" + letter.links["privacy"]


def why_you_get_this(letter: Letter) -> str:
    """Say on what ground the reader gets it, in the active language."""
    if letter.audience == "public":
        return _("You get this mail because you subscribed to “%(name)s” and confirmed your address.") % {
            "name": letter.name
        }
    return _("You get “%(name)s” as a member of the group that it is for.") % {"name": letter.name}


def _paragraphs(text: str) -> str:
    return "\n".join(line for paragraph in text.split("\n") for line in _wrapped(paragraph) or [""])


def _wrapped(line: str, *, indent: str = "") -> list[str]:
    return textwrap.wrap(
        line,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
