"""The site's Content-Security-Policy and its two written exceptions: the CMS, and the preview of a mail.

Wagtail's widgets carry inline scripts without a nonce, and a nonce in the policy would cancel 'unsafe-inline'.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

CMS_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "worker-src": [SELF, "blob:"],
    "base-uri": [NONE],
}
# Set by the view that answers a mail preview: inline styles and our pictures, nothing that runs.
MAIL_PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox"
)


class PolicyMiddleware(CSPMiddleware):
    """Sends the policy; a header that the view has set itself stands."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001,FBT002  # the package calls it so
    ) -> PolicyParts:
        """Return the CMS's policy under /cms/, the site's elsewhere."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/cms/"):
            parts.replace = CMS_POLICY
        return parts
