"""Takes one mail from a file or from standard input: the end of a mail server's pipe, and a way to try answers out."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.utils import DatabaseError

from inbox.handling import handle_due
from inbox.models import BEGINNING, MOST_BYTES
from inbox.storing import store

TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and comes again


class Command(BaseCommand):
    """`manage.py receive < mail.eml`."""

    help = "Takes an incoming mail from a file or from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        parser.add_argument("file", nargs="?", type=Path, help="the mail; without it, standard input")
        parser.add_argument(
            "--to", default="", help="the address that it came to (default: $RECIPIENT, then its headers)"
        )
        parser.add_argument(
            "--authentic",
            action="store_true",
            help="vouch for its sender, as the provider's result would; for trying out",
        )
        parser.add_argument("--now", action="store_true", help="handle it at once instead of leaving it to the worker")

    def handle(self, *, file: Path | None, to: str, authentic: bool, now: bool, **options: Any) -> None:
        """Store it; end with 75 when that cannot be done now."""
        raw, size = _read(file)
        to = to or os.environ.get("ORIGINAL_RECIPIENT", "") or os.environ.get("RECIPIENT", "")
        try:
            received, is_new = store(raw, recipient=to, size=size, vouched=authentic)
        except DatabaseError as error:
            self.stderr.write(f"The mail could not be stored: {error}")
            sys.exit(TRY_LATER)
        if now:
            handle_due()
            received.refresh_from_db()
        if (options["verbosity"] and sys.stdout.isatty()) or now:
            known = "" if is_new else " (it had come before)"
            self.stdout.write(f"Mail {received.pk}{known}: {received.state} {received.reason}".strip())


def _read(file: Path | None) -> tuple[bytes, int]:
    """Return the mail, or its beginning if it is too large, and its size."""
    stream = file.open("rb") if file else sys.stdin.buffer
    with stream:
        raw, size = stream.read(MOST_BYTES + 1), 0
        size = len(raw)
        while more := stream.read(BEGINNING):
            size += len(more)
    return (raw[:BEGINNING], size) if size > MOST_BYTES else (raw, size)
