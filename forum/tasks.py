"""The background tasks of the forum: rows hold the work, a task only says "look now"."""

from django_tasks import task

from forum.spreading import tell_untold


@task()
def tell_of_comments() -> None:
    """Turn new comments into notices."""
    tell_untold()
