"""The headers that a letter brings along: who the list is, and how to leave it (RFC 2369, 2919, 8058)."""

import unicodedata
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from newsletter.letter import TOKEN, Letter, absolute


def list_headers(letter: Letter, *, issue_id: int) -> dict[str, str]:
    """Return the headers of a letter; values hold the mark for each reader's own token."""
    with translation.override(letter.language):
        one_click = absolute(reverse("one_click", args=[letter.language, TOKEN]))
    domain = settings.MAIL_FROM.rpartition("@")[2].strip("> ")
    publication = letter.publication
    owner = letter.publication.reply_to or letter.contact
    leave = f"mailto:{owner}?subject=unsubscribe%20{TOKEN}"
    return {
        "List-Id": f"{_ascii(letter.name)} <{publication.slug_fr}.{letter.language}.{domain}>",
        "List-Unsubscribe": f"<{one_click}>, <{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Archive": f"<{letter.links['archive']}>",
        "List-Help": f"<{letter.links['subscribe']}>",
        "List-Owner": f"<mailto:{owner}>",
        "List-Post": "NO",
        "Feedback-ID": f"{issue_id}:{letter.language}-{letter.audience}:issue:{quote(publication.slug_fr)}",
    }


def _ascii(name: str) -> str:
    """An encoded word around the whole value would hide the list's name from programs, so accents go."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(sign for sign in plain if sign.isalnum() or sign in " .-_").strip() or "Newsletter"
