"""`manage.py prepare`: everything between a checkout and a site that can serve."""

from typing import Any

from django.core.management.base import BaseCommand

from config.preparing import prepare


class Command(BaseCommand):
    """Safe to run at every start and after every update."""

    help = "Migrates, compiles translations, gathers static files, fills roles; loads the demo where DEMO=1."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is being done, step by step."""
        prepare(self.stdout.write)
