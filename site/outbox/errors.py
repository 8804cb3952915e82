"""What can be wrong with a mail that somebody asks the outbox to send."""


class OutboxError(Exception):
    """Asking again with the same words does not help; a mail server that is down is never an error here."""


class BadAddressError(OutboxError, ValueError):
    """Not an address that mail can be sent to."""


class BadMessageError(OutboxError, ValueError):
    """A subject, header or token that must not leave."""


class DispatchCancelledError(OutboxError):
    """The dispatch was cancelled: it takes no more deliveries."""


class AttachmentRefusedError(OutboxError):
    """The outbox keeps words, not files: link to the file instead."""
