"""Wakes a worker once the transaction that stored a mail has committed."""

from django.db import transaction


def wake_workers() -> None:
    """Ask for a look at the inbox. Only a wake-up: when it is lost, the clock looks anyway."""
    transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    from inbox.tasks import handle_mail_now  # tasks know the handling, which knows the storing

    handle_mail_now.enqueue()
