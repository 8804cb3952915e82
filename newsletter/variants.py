"""Makes every form of an issue's letters once: mail, plain text, web page; and the final bytes that the checks read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import translation

from newsletter.checking import Finding, check_envelope, check_html, check_letter, check_same_items, check_text
from newsletter.errors import CannotRenderError
from newsletter.headers import list_headers
from newsletter.letter import Letter, letters
from newsletter.models import Issue
from newsletter.plain_text import mail_text
from newsletter.rendering import mail_html
from newsletter.web_page import web_html
from outbox import mime, writing
from outbox.addresses import join_mailbox, split_mailbox
from outbox.models import Delivery, Dispatch, Message

# As long as a real token: the weight is checked with it.
SAMPLE_TOKEN = "x" * 32


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One language's letter in all its forms."""

    letter: Letter
    html: str
    text: str
    web: str


def variants(issue: Issue) -> dict[str, Variant]:
    """Return the issue's variant per language, as the sources are now. Raises CannotRenderError."""
    return {language: variant_of(letter) for language, letter in letters(issue).items()}


def variant_of(letter: Letter) -> Variant:
    """Draw one letter in all forms."""
    return Variant(letter=letter, html=mail_html(letter), text=mail_text(letter), web=web_html(letter))


def findings(issue: Issue) -> list[Finding]:
    """Return what the checklist finds in every language; what cannot be rendered is a finding too."""
    found: list[Finding] = []
    for language, letter in letters(issue).items():
        found += [_in(language, finding) for finding in check_letter(letter)]
        try:
            variant = variant_of(letter)
        except CannotRenderError as error:
            found.append(Finding(code="broken", sentence=str(error), where=language))
            continue
        found += [_in(language, finding) for finding in check_variant(variant, issue=issue)]
    return found


def check_variant(variant: Variant, *, issue: Issue) -> list[Finding]:
    """Check the final bytes of one variant, as a reader would get them."""
    with translation.override(translation.get_language()):
        html, text = (part.replace("@@token@@", SAMPLE_TOKEN) for part in (variant.html, variant.text))
        letter = variant.letter
        return [
            *check_envelope(final_bytes(variant, issue=issue)),
            *check_html(html, subject=letter.words.subject, language=letter.language),
            *check_text(text),
            *check_same_items(letter, html=html, text=text, web=variant.web),
        ]


def final_bytes(variant: Variant, *, issue: Issue, token: str = SAMPLE_TOKEN) -> bytes:
    """Return the mail that the outbox would send for this variant, without writing any row."""
    letter = variant.letter
    message = Message(
        sender=sender(letter),
        subject=letter.words.subject,
        html=variant.html,
        text=variant.text,
        headers=list_headers(letter, issue_id=issue.pk),
        language=letter.language,
        sha256="0" * 64,
    )
    dispatch = Dispatch(kind=Dispatch.Kind.ISSUE, key=issue.key, reply_to=reply_to(letter))
    delivery = Delivery(
        dispatch=dispatch,
        message=message,
        address="reader@example.org",
        tokens={"token": token},
        mail_id="sample@example.org",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return mime.build(delivery)


def sender(letter: Letter) -> str:
    """Return a letter's From: the publication's own, or the site's address under the network's name."""
    _name, site_address = split_mailbox(writing.default_sender(letter.language))
    return join_mailbox(letter.sender, letter.publication.sender_address or site_address)


def reply_to(letter: Letter) -> str:
    """Return where answers go: a mailbox that somebody reads."""
    return letter.publication.reply_to or letter.contact


def _in(language: str, finding: Finding) -> Finding:
    return Finding(code=finding.code, sentence=finding.sentence, blocks=finding.blocks, where=language)


def by_severity(found: list[Finding]) -> Mapping[str, list[Finding]]:
    """Part the findings into those that block and those that warn."""
    return {
        "blocking": [finding for finding in found if finding.blocks],
        "warning": [finding for finding in found if not finding.blocks],
    }
