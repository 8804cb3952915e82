"""Writes a letter as the HTML of its web page: the same items in the same order, without anything personal."""

from django.template.loader import render_to_string
from django.utils import translation

from newsletter.letter import Letter


def web_html(letter: Letter) -> str:
    """Return the fragment that the archive shows inside the site's shell."""
    with translation.override(letter.language):
        return render_to_string("newsletter/web/letter.html", {"letter": letter}).strip()
