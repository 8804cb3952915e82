"""The background task that looks at new mail; the rows hold the work, the task only says "look now"."""

from django_tasks import task

from inbox.handling import handle_due


@task()
def handle_mail_now() -> None:
    """Handle what is new, in bounded number."""
    handle_due()
