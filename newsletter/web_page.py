"""Writes a letter as the HTML of its web page: the same items in the same order, without anything personal."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from newsletter.letter import Letter


def web_html(letter: Letter) -> str:
    """Return the fragment that the archive shows inside the site's shell.

    Its links to our own pages and pictures name no host: the archive outlives a move of the site.
    """
    with translation.override(letter.language):
        html = render_to_string("newsletter/web/letter.html", {"letter": letter}).strip()
    return html.replace(f'="{settings.SITE_URL}/', '="/')
