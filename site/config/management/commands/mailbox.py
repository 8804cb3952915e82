"""`manage.py mailbox`: the demo's mailbox, a page on this machine only, while MAIL_URL is a folder."""

from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.mailbox import serve_mailbox
from config.supervising import stop_on_signals


class Command(BaseCommand):
    """A process of its own: it reads the folder, and neither database nor sessions."""

    help = "Shows the mails that the demo wrote into its folder, on 127.0.0.1."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the port."""
        parser.add_argument("--port", type=int, default=8001)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Serve until told to stop."""
        if not settings.MAIL["folder"]:
            raise CommandError("MAIL_URL is not a folder, so there is no mailbox to show.")
        hosts = frozenset({"127.0.0.1", "localhost", urlsplit(settings.SITE_URL).hostname or ""})
        try:
            server = serve_mailbox(Path(str(settings.MAIL["folder"])), port=port, hosts=hosts)
        except OSError as error:
            raise CommandError(f"The mailbox cannot listen on port {port}: {error.strerror}.") from None
        stop = stop_on_signals()
        Thread(target=server.serve_forever, daemon=True).start()
        stop.wait()
        server.shutdown()
        server.server_close()
