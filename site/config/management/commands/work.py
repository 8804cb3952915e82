"""`manage.py work`: the clock in this process, the task worker beside it, restarted when it dies."""

import sys
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.clock import run_clock
from config.supervising import Child, stop_on_signals, supervise


class Command(BaseCommand):
    """Start as many on as many machines as wanted; on SQLite one is enough."""

    help = "Runs the clock and a task worker until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        """Block until SIGINT or SIGTERM."""
        stop = stop_on_signals()
        clock = Thread(target=run_clock, args=(stop,), name="clock")
        clock.start()
        supervise([Child("the task worker", _worker())], stop)
        clock.join()


def _worker() -> list[str]:
    command = [sys.executable, "-W", "ignore", sys.argv[0]]
    if settings.REDIS_URL:
        return [*command, "rqworker", "--job-class", "django_tasks_rq.Job", "default"]
    return [*command, "db_worker", "--no-reload", "--interval", "1", "-v", "0"]
