"""Turns the forum's mail templates into the outbox's messages, in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from interface.network import network_of_mail
from outbox.marks import without_marks
from outbox.models import Message
from outbox.writing import write_message


def compose(
    about: str,
    *,
    language: str,
    subject: str,
    context: Mapping[str, Any],
    tokens: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
) -> Message:
    """Render `forum/mail/<about>.{html,txt}` in a language; the caller has put `subject` into that language too.

    In the templates a mark of the outbox is written `[[name]]`; what looks like one in people's own words is broken.
    """
    with translation.override(language):
        network = network_of_mail()
        words = {"network": network, "site_url": settings.SITE_URL, "language": language, "subject": subject, **context}
        html = _marked(render_to_string(f"forum/mail/{about}.html", words), tokens)
        text = _marked(_tidy(render_to_string(f"forum/mail/{about}.txt", words)), tokens)
    one_line = without_marks(" ".join(subject.split()))[:200]
    return write_message(subject=one_line, html=html, text=text, language=language, tokens=tokens, headers=headers)


def _marked(text: str, tokens: Iterable[str]) -> str:
    text = without_marks(text)
    for name in tokens:
        text = text.replace(f"[[{name}]]", f"@@{name}@@")
    return text


def _tidy(text: str) -> str:
    """Drop the empty lines that template tags leave."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
