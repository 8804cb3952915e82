"""/healthz: the process lives. /readyz: database, storage and worker do. Both before any host, session or language."""

import logging
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

# The clock beats at least this often, or the worker counts as dead.
HEARTBEAT = timedelta(seconds=120)
logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers the two addresses in front of everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path_info == "/readyz":
            return _ready()
        return self.get_response(request)


def _ready() -> HttpResponse:
    parts = {"database": _database(), "storage": _storage()}
    parts["worker"] = parts["database"] and _worker()
    response = JsonResponse({name: "ok" if well else "down" for name, well in parts.items()})
    response.status_code = 200 if all(parts.values()) else 503
    return response


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("the database does not answer")
        return False
    return True


def _storage() -> bool:
    try:
        with TemporaryFile(dir=settings.MEDIA_ROOT) as probe:
            probe.write(b"ok")
    except OSError:
        logger.exception("the media folder cannot be written")
        return False
    return True


def _worker() -> bool:
    from config.models import ClockJob  # models load after middleware does

    return ClockJob.objects.filter(beat_at__gte=timezone.now() - HEARTBEAT).exists()
