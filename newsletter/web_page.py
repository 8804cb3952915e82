"""Writes a letter as the HTML of its web page: the same items in the same order, without anything personal."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from newsletter.letter import Letter


def web_html(letter: Letter) -> str:
    """Return the fragment that the archive shows inside the site's shell, with the same addresses as the mail."""
    with translation.override(letter.language):
        return render_to_string("newsletter/web/letter.html", {"letter": letter}).strip()


def without_host(html: str) -> str:
    """Return the fragment as it is frozen: links to our own pages name no host, so the archive outlives a move."""
    return html.replace(f'="{settings.SITE_URL}/', '="/')
