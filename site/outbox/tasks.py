"""The background task that sends what is due; the rows hold the work, the task only says "look now"."""

from django_tasks import task

from outbox.sending import send_due


@task()
def send_mail_now() -> None:
    """Send what is due, in bounded time."""
    send_due()
