"""`manage.py run`: prepares, then runs the web server, the worker and (for a mail folder) the mailbox, until Ctrl-C."""

import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.demo.accounts import ACCOUNTS, PASSWORD, open_demo_accounts
from config.preparing import prepare
from config.supervising import Child, stop_on_signals, supervise
from members.models import Member

MAILBOX_OFFSET = 1  # the mailbox answers one port above the site


class Command(BaseCommand):
    """What `make run` and `make dev` call."""

    help = "Prepares the site and runs all its processes."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the port and auto-reload."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reload", action="store_true")

    def handle(self, *args: Any, port: int, reload: bool, **options: Any) -> None:
        """Block until SIGINT or SIGTERM, then end every process."""
        prepare(self.stdout.write)
        stop = stop_on_signals()
        children = [Child("the web server", _web(port, reload=reload)), Child("the worker", _manage("work"))]
        if settings.MAIL["scheme"] == "file":
            children.append(Child("the mailbox", _manage("mailbox", "--port", str(port + MAILBOX_OFFSET))))
        self.stdout.write(self._welcome(port))
        self.stdout.flush()
        supervise(children, stop)
        self.stdout.write("Parvis has stopped.")

    def _welcome(self, port: int) -> str:
        lines = ["", f"  Parvis      {settings.SITE_URL}/"]
        if settings.MAIL["scheme"] == "file":
            lines.append(f"  Its mail    http://{urlsplit(settings.SITE_URL).hostname}:{port + MAILBOX_OFFSET}/")
        if accounts := open_demo_accounts():
            lines += ["", f"  Demo accounts, all with the password {PASSWORD}:"]
            lines += [f"    {email:<28}{ACCOUNTS[email]}" for email in accounts]
        elif not Member.objects.exists():
            lines += [
                "",
                "  Nobody is here yet. Make the first administrator, with the same settings:",
            ]
            lines += [
                "    DJANGO_SETTINGS_MODULE=config.settings.production .venv/bin/python manage.py createsuperuser"
            ]
        return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])


def _manage(*command: str) -> list[str]:
    return [sys.executable, "-W", "ignore", sys.argv[0], *command]


def _web(port: int, *, reload: bool) -> list[str]:
    return [
        sys.executable, "-W", "ignore", "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning",
        "--graceful-timeout", "5",
        *(["--reload"] if reload else ["--preload"]),
    ]  # fmt: skip
