"""The clock: looks at settings.CLOCK every few seconds and runs what is due.

Jobs ask rows what there is to do, so a job that runs twice does no harm.
"""

import logging
from datetime import timedelta
from threading import Event

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django.utils import timezone

from config.models import ClockJob
from contracts.loading import load

TICK = 5.0  # seconds
logger = logging.getLogger(__name__)


def run_clock(stop: Event) -> None:
    """Tick until told to stop. A database that is away is waited for, not died of."""
    while not stop.is_set():
        try:
            tick()
        except DatabaseError:
            logger.exception("the clock missed a tick")
        close_old_connections()
        stop.wait(TICK)


def tick() -> None:
    """Run every job that is due, each claimed by moving its row."""
    for name, seconds, path in settings.CLOCK:
        if _claimed(name, seconds):
            _run(name, path)
    ClockJob.objects.update(beat_at=timezone.now())


def _claimed(name: str, seconds: int) -> bool:
    now = timezone.now()
    job, _made = ClockJob.objects.get_or_create(name=name, defaults={"due_at": now})
    if job.due_at > now:
        return False
    moved = ClockJob.objects.filter(name=name, due_at=job.due_at).update(due_at=now + timedelta(seconds=seconds))
    return bool(moved)


def _run(name: str, path: str) -> None:
    try:
        (job,) = load([path])
        job()
    except Exception as error:  # the clock outlives its jobs: the failure is a row that the CMS shows
        logger.exception("the job %r failed", name)
        ClockJob.objects.filter(name=name).update(failed_at=timezone.now(), error=f"{error!r}"[:300])
    else:
        ClockJob.objects.filter(name=name).exclude(error="").update(failed_at=None, error="")


def tidy() -> None:
    """Once a day: drop expired sessions and finished tasks, and keep the planner's statistics fresh."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    if not settings.REDIS_URL:
        call_command("prune_db_task_results", min_age_days=7, verbosity=0)
    keep_statistics_fresh()


def keep_statistics_fresh() -> None:
    """Let SQLite look at its tables: without statistics it reads whole tables where an index stands ready."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")
