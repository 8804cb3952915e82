"""`manage.py run`: prepares, then runs the web server, the worker and (for a mail folder) the mailbox, until Ctrl-C."""

import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser

from config.preparing import prepare
from config.supervising import Child, stop_on_signals, supervise

DEMO_PASSWORD = "parvis-demo"  # noqa: S105  the demo's, printed at every start
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
        accounts = get_user_model().objects.filter(email__in=DEMO_ACCOUNTS).values_list("email", flat=True)
        if accounts:
            lines += ["", f"  Demo accounts, all with the password {DEMO_PASSWORD}:"]
            lines += [f"    {email:<28}{DEMO_ACCOUNTS[email]}" for email in DEMO_ACCOUNTS if email in set(accounts)]
        return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])


DEMO_ACCOUNTS = {
    "membre@parvis.example": "member, reads French",
    "lid@parvis.example": "member, reads Dutch",
    "animation@parvis.example": "animator of two rooms",
    "redaction@parvis.example": "editor, composes the newsletter",
    "publication@parvis.example": "publisher, approves and sends",
    "admin@parvis.example": "administrator",
    "attente@parvis.example": "newcomer waiting for approval",
}


def _manage(*command: str) -> list[str]:
    return [sys.executable, "-W", "ignore", sys.argv[0], *command]


def _web(port: int, *, reload: bool) -> list[str]:
    return [
        sys.executable, "-W", "ignore", "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning",
        *(["--reload"] if reload else ["--preload"]),
    ]  # fmt: skip
