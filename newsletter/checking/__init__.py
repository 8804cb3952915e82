"""The checklist that every issue passes before it can be approved, as functions over the final bytes of its mails.

What blocks must be mended; what warns is for the editor to judge. Tests use the same functions.
"""

from newsletter.checking.envelope import check_envelope
from newsletter.checking.findings import Finding, blocking
from newsletter.checking.items import check_letter, check_same_items
from newsletter.checking.page import check_html
from newsletter.checking.text import check_text

__all__ = [
    "Finding",
    "blocking",
    "check_envelope",
    "check_html",
    "check_letter",
    "check_same_items",
    "check_text",
]
