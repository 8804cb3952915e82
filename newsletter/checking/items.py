"""Checks what the letter says: items gone or past, pictures without words, missing translations, the law."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from interface.contrast import contrast
from newsletter.checking.findings import Finding
from newsletter.colours import READABLE
from newsletter.letter import Letter


def check_letter(letter: Letter) -> list[Finding]:
    """Return what an editor must or may want to mend in one language's letter."""
    return [*_words(letter), *_emptiness(letter), *_items(letter), *_rubrics(letter), *_law(letter)]


def _emptiness(letter: Letter) -> Iterator[Finding]:
    if not any(section.entries for section in letter.sections):
        yield Finding(code="empty", sentence=_("No item stands in the issue yet: look for new content, or add some."))


def check_same_items(letter: Letter, *, html: str, text: str, web: str) -> list[Finding]:
    """Return a finding for each item that does not stand, in order, in mail, text and web page alike."""
    found = []
    for words in (html.replace("&#38;", "&").replace("&amp;", "&"), text, web.replace("&amp;", "&")):
        position = 0
        for section in letter.sections:
            for entry in section.entries:
                position = words.find(entry.url, position)
                if position < 0:
                    missing = _("“%(title)s” is not in every form of the mail, or in another order.")
                    found.append(Finding(code="parity", sentence=missing % {"title": entry.title}))
                    return found
    return found


def _words(letter: Letter) -> Iterator[Finding]:
    words = letter.words
    if not words.subject_written:
        yield Finding(code="no-subject", sentence=_("The subject has not been written."))
    if len(words.subject) > 78:
        yield Finding(code="subject", sentence=_("The subject is longer than 78 characters."))
    if not words.preheader:
        yield Finding(code="no-preview", sentence=_("The preview line has not been written."), blocks=False)
    if not words.edito and any(rubric.layout == "edito" for rubric in letter.publication.rubrics.all()):
        yield Finding(code="no-edito", sentence=_("The editorial has not been written."), blocks=False)


def _items(letter: Letter) -> Iterator[Finding]:
    for _key in letter.missing:
        yield Finding(code="gone", sentence=_("An item is no longer public or was withdrawn: drop it."))
    for section in letter.sections:
        for entry in section.entries:
            title = {"title": entry.title}
            if entry.language != letter.language:
                yield Finding(
                    code="untranslated",
                    sentence=_("“%(title)s” has no version in this language and appears as it is.") % title,
                    blocks=False,
                )
            if entry.image_url and not entry.image_alt:
                yield Finding(
                    code="no-alt",
                    sentence=_("The picture of “%(title)s” has no alternative text.") % title,
                    blocks=False,
                )
            if entry.past:
                yield Finding(code="past", sentence=_("“%(title)s” is over before the sending date.") % title)


def _rubrics(letter: Letter) -> Iterator[Finding]:
    for section in letter.sections:
        if section.rubric.holds_items and len(section.entries) < section.rubric.minimum:
            yield Finding(
                code="few",
                sentence=_("“%(rubric)s” has %(count)s items and wants %(minimum)s.")
                % {"rubric": section.name, "count": len(section.entries), "minimum": section.rubric.minimum},
                blocks=False,
            )
    if not any(section.entries or section.layout == "edito" for section in letter.sections):
        yield Finding(code="empty", sentence=_("The issue is empty."))


def _law(letter: Letter) -> Iterator[Finding]:
    if not letter.postal_address:
        yield Finding(code="no-address", sentence=_("The network's postal address is missing: the law asks for it."))
    if contrast(letter.publication.colour, "#ffffff") < READABLE:
        yield Finding(code="contrast", sentence=_("White words are hard to read on the publication's colour."))
