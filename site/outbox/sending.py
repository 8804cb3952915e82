"""Sends what is due: each mail announced, committed as *sending*, handed over, and its answer recorded."""

import logging
import os
import socket
from datetime import timedelta
from functools import lru_cache
from secrets import token_hex
from time import monotonic

from django.conf import settings

from outbox.addresses import split_mailbox
from outbox.claiming import begin_sending, claim, expire_leases, give_back, put_back
from outbox.delivering import SUPPRESSED
from outbox.erasing import erase_uncertain_words
from outbox.errors import OutboxError
from outbox.finishing import finish, finish_all
from outbox.mime import Template
from outbox.models import Delivery, Dispatch, Message
from outbox.outcomes import record_refused, record_sent, record_uncertain, record_unwritable, skip
from outbox.reachability import server_answers, server_is_down
from outbox.transport import RefusedError, Transport, UnavailableError, UncertainError, chosen_transport
from outbox.waking import wake_workers
from outbox.wanting import is_suppressed, refusal, refusals

logger = logging.getLogger(__name__)

# A call ends after about so many seconds, so that a worker that is told to stop does; the rest is for the next call.
TURN = 10.0
ASK_AGAIN = timedelta(minutes=5)


def send_due() -> int:
    """Send what is due for at most about TURN seconds; return how many mails left. Safe in any number of workers."""
    worker = Worker(chosen_transport())
    sent = worker.run(until=monotonic() + TURN)
    if worker.left_some:
        wake_workers()
    return sent


def release_expired() -> int:
    """Take back what dead workers held: unsent mail waits again, half-sent mail is *unknown*. Return how many."""
    waiting, unknown = expire_leases()
    finish_all()
    erase_uncertain_words()
    if waiting:
        wake_workers()
    return waiting + unknown


def envelope_sender(delivery: Delivery) -> str:
    """Return the address that mail servers report to when they cannot deliver this mail."""
    return split_mailbox(settings.MAIL_FROM)[1]


class Worker:
    """One conversation with the mail server, and the deliveries that it holds meanwhile."""

    def __init__(self, transport: Transport) -> None:
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{token_hex(4)}"
        self.left_some = False
        self._heard = False
        self._transport = transport
        self._template = lru_cache(maxsize=16)(_template)

    def run(self, *, until: float) -> int:
        """Send batch after batch until nothing is due, the time is over, or the server takes no more."""
        sent = 0
        try:
            while not self.left_some and (batch := claim(self.name)):
                dispatch_pk = batch[0].dispatch_id
                sent += self._send_batch(batch, until=until)
                finish(dispatch_pk)
        except UnavailableError as down:
            server_is_down(down.problem, down.text)
        finally:
            give_back(self.name)
            self._transport.close()
        return sent

    def _send_batch(self, batch: list[Delivery], *, until: float) -> int:
        sent, self._heard = 0, False
        refused = self._refusals(batch)
        for delivery in batch:
            if monotonic() >= until:
                self.left_some = True
                break
            if reason := refused.get(delivery.pk):
                skip(delivery, reason, owner=self.name)
            else:
                sent += self._send(delivery)
        return sent

    def _refusals(self, batch: list[Delivery]) -> dict[int, str]:
        """Ask the owners; an owner that cannot answer holds up its own mail, not everybody's."""
        try:
            return refusals(batch[0].dispatch, batch)
        except Exception:
            logger.exception("nobody can say who still wants %s", batch[0].dispatch)
            for delivery in batch:
                put_back(delivery, owner=self.name, wait=ASK_AGAIN)
            batch.clear()
            return {}

    def _send(self, delivery: Delivery) -> bool:
        """Send one, whatever comes of it; True when the server accepted it."""
        try:
            mail = self._template(delivery.message_id, delivery.dispatch_id).fill(delivery)
        except OutboxError as error:
            logger.exception("delivery %s cannot be written", delivery.pk)
            record_unwritable(delivery, str(error), owner=self.name)
            return False
        try:
            return self._announce(delivery) and self._hand_over(delivery, mail)
        except RefusedError as refused:
            self._hear(refused.answer.text if refused.answer.code else "")
            record_refused(delivery, refused, owner=self.name)
        except UncertainError as uncertain:
            record_uncertain(delivery, uncertain.answer, owner=self.name)
        except UnavailableError:
            # Nobody's mail is at fault: the try does not count.
            delivery.attempts -= delivery.state == Delivery.State.SENDING
            put_back(delivery, owner=self.name)
            raise
        return False

    def _announce(self, delivery: Delivery) -> bool:
        """Say from whom and to whom, then commit to sending; False when it is not wanted any more."""
        greeting = self._transport.open()
        self._transport.announce(sender=envelope_sender(delivery), recipient=delivery.address)
        self._hear(greeting)
        reason = refusal(delivery)
        if not reason and begin_sending(delivery, owner=self.name):
            return True
        self._transport.withdraw()
        if reason or is_suppressed(delivery):
            skip(delivery, reason or SUPPRESSED, owner=self.name)
        else:  # its dispatch was paused; what was cancelled or is no longer ours stays as it is
            put_back(delivery, owner=self.name)
        return False

    def _hand_over(self, delivery: Delivery, mail: bytes) -> bool:
        answer = self._transport.hand_over(mail)
        record_sent(delivery, answer, owner=self.name)
        return True

    def _hear(self, words: str) -> None:
        """Record, once per batch, that the server takes mail."""
        if words and not self._heard:
            server_answers(words)
            self._heard = True


def _template(message_pk: int, dispatch_pk: int) -> Template:
    return Template(Message.objects.get(pk=message_pk), dispatch=Dispatch.objects.get(pk=dispatch_pk))
