"""Turns a letter into the HTML of its mail: the only module that imports mjml."""

from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from mjml import mjml2html

from newsletter.colours import NIGHT_PAGE, NIGHT_SURFACE, PAGE, SURFACE, shades
from newsletter.errors import CannotRenderError
from newsletter.letter import Letter, Section
from newsletter.markup import well_formed

# Invisible filling after the preview line, so that mail programs do not go on with the contents list.
PADDING = "\u034f\u200c\u00a0" * 40
GROUNDS = {"page": PAGE, "surface": SURFACE, "night_page": NIGHT_PAGE, "night_surface": NIGHT_SURFACE}
# Rust's debug form of a character that slipped through; a template tag or component that nobody resolved.
REFUSED = ("\\u{", "<mj-")


def mail_html(letter: Letter) -> str:
    """Return the HTML part, with marks for what differs from reader to reader.

    Raises CannotRenderError, which names the item that breaks it if one does.
    """
    try:
        return _compiled(_source(letter))
    except _BrokenError as error:
        raise CannotRenderError(_culprit(letter) or letter.name, str(error)) from None


def note_html(words: dict[str, object], *, language: str) -> str:
    """Return the HTML part of a short mail with one button: subject, sentences, button, url, after, network."""
    with translation.override(language):
        source = render_to_string("newsletter/mail/note.mjml", words | GROUNDS)
    try:
        return _compiled(well_formed(source.strip()))
    except _BrokenError as error:
        raise CannotRenderError(str(words["subject"]), str(error)) from None


class _BrokenError(Exception):
    """The compiler refused the source."""


def _source(letter: Letter) -> str:
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "sections": [(section, shades(section.rubric.hue)) for section in letter.sections],
            "padding": PADDING,
            **GROUNDS,
            "top_address": ", ".join(letter.postal_address.splitlines()),
        }
        return well_formed(render_to_string("newsletter/mail/issue.mjml", context).strip())


def _compiled(source: str) -> str:
    html = _through_mjml(source)
    for mark in REFUSED:
        if mark in html:
            raise _BrokenError(f"“{mark}” is left in the result")
    return html


def _through_mjml(source: str) -> str:
    """Compile; without fonts of its own and comments, or it would load them from other hosts."""
    try:
        return str(mjml2html(source, fonts={}))
    except ValueError as error:
        raise _BrokenError(str(error)) from None
    except BaseException as error:  # the parser's panic derives from BaseException, and its class cannot be imported
        if type(error).__name__ != "PanicException":
            raise
        raise _BrokenError(str(error)) from None


def _culprit(letter: Letter) -> str:
    """Find what breaks the letter by compiling each item alone, then the editorial."""
    for section in letter.sections:
        for entry in section.entries:
            if _breaks(letter, replace(section, entries=[entry])):
                return entry.title
    edito: Any = [section for section in letter.sections if section.layout == "edito"]
    return edito[0].name if edito and _breaks(letter, edito[0]) else ""


def _breaks(letter: Letter, section: Section) -> bool:
    try:
        _compiled(_source(replace(letter, sections=[section])))
    except _BrokenError:
        return True
    return False
