"""The search app: one search over everything, through contracts."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Listens to what the other apps announce."""

    name = "search"

    def ready(self) -> None:
        """Refresh the index at every announced change."""
        from contracts.announcing import watch
        from search.indexing import refresh

        watch(refresh)
