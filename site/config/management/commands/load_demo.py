"""`manage.py load_demo`: fills an empty database with the demo network."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.demo.loading import load_demo


class Command(BaseCommand):
    """Refuses a database that somebody already lives in."""

    help = "Loads the demo network into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError when there are members already."""
        if get_user_model().objects.exists():
            raise CommandError("This database has members already: the demo is loaded into an empty one only.")
        load_demo()
