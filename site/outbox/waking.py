"""Wakes a worker once the transaction that wrote mail has committed."""

import logging

from django.db import transaction

logger = logging.getLogger(__name__)


def wake_workers() -> None:
    """Ask for a look at the outbox after this transaction: once, however much it writes.

    Only a wake-up: when it is lost, the clock looks anyway.
    """
    waiting = transaction.get_connection().run_on_commit
    if not any(function is _enqueue for _savepoints, function, *_rest in waiting):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    from outbox.tasks import send_mail_now  # tasks know the sending, which knows the writing

    send_mail_now.enqueue()
