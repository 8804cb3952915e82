"""Members' files: the one guarded address that gives them out."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from forum.models import Attachment
from interface.audiences import Audience, audience

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@audience(Audience.MEMBERS)
@require_safe
def attachment(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A file as a download; unknown, forbidden and not yet checked are the same 404."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user).checked(), key=key)
    return _sent(found.file, name=found.name, content_type=found.content_type, download=True)


@audience(Audience.MEMBERS)
@require_safe
def thumbnail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The small picture of a file, made by us, under the same guard."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user).checked().exclude(thumbnail=""), key=key)
    return _sent(found.thumbnail, name=f"{found.name}.webp", content_type="image/webp", download=False)


def _sent(stored: object, *, name: str, content_type: str, download: bool) -> HttpResponseBase:
    try:
        content = stored.open("rb")  # type: ignore[attr-defined]  # a FieldFile
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=download, filename=name, content_type=content_type, headers=HEADERS)
