"""Rich text: what members and editors paste comes out clean. The only package that imports nh3.

The names that other apps use stand here.
"""

from richtext.cleaning import clean, from_plain_text
from richtext.reading import excerpt, plain
from richtext.typography import french_spacing

__all__ = ["clean", "excerpt", "french_spacing", "from_plain_text", "plain"]
