"""`manage.py reindex`: the search index made again from what the apps say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.indexing import is_empty, rebuild


class Command(BaseCommand):
    """Safe on a running site: each batch is read and written under its own lock."""

    help = "Makes the search index again from all sources, and drops what no source has any more."

    def add_arguments(self, parser: CommandParser) -> None:
        """One choice: only where nothing is indexed yet."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when something is indexed already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how far it is."""
        if options["if_empty"] and not is_empty():
            return
        number = rebuild(tell=self._tell if options["verbosity"] > 1 else None)
        if options["verbosity"]:
            self.stdout.write(f"{number} texts can be found.")

    def _tell(self, done: int) -> None:
        self.stdout.write(f"{done} contents…")
