"""A touch of the site's colours in the CMS, through Wagtail's own tokens."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def cms_colours() -> SafeString:
    """Link the sheet that sets Wagtail's colour tokens."""
    return format_html('<link rel="stylesheet" href="{}">', static("interface/cms.css"))
