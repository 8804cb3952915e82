"""Hands mails over, step by step, so that it is always known how far one came: by SMTP, or into a folder."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from outbox.models import MailServer

Problem = MailServer.Problem


@dataclass(frozen=True)
class Answer:
    """What the server said, in its own words. `step`: rcpt, data (the command), body (the mail itself)."""

    step: str
    code: int | None
    text: str


class UnavailableError(Exception):
    """The server takes no mail from us at all, so no single delivery is at fault. Trying later helps."""

    def __init__(self, problem: Problem, text: str) -> None:
        super().__init__(text)
        self.problem, self.text = problem, text


class RefusedError(Exception):
    """This one mail was refused, or the line broke before its first byte: it has certainly not left."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer

    @property
    def is_final(self) -> bool:
        """Whether the refusal is for good (5xx, RFC 5321 4.2.1); no code at all means a broken line."""
        return self.answer.code is not None and 500 <= self.answer.code < 600


class UncertainError(Exception):
    """The line broke after the mail began to leave: nobody can say whether it arrived."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


class Transport(Protocol):
    """One conversation with a mail server (or a folder), used by one worker."""

    def open(self) -> str:
        """Be ready for a mail; return the server's last words. Raises UnavailableError. Cheap when open."""
        ...

    def announce(self, *, sender: str, recipient: str) -> None:
        """Say from whom and to whom. Raises UnavailableError or RefusedError."""
        ...

    def hand_over(self, mail: bytes) -> Answer:
        """Send the mail itself and return the acceptance. Raises RefusedError or UncertainError."""
        ...

    def withdraw(self) -> None:
        """Take an announced mail back."""
        ...

    def close(self) -> None:
        """End the conversation."""
        ...


def chosen_transport() -> Transport:
    """Return a new transport to where MAIL_URL points."""
    from outbox.folder import FolderTransport  # both know this module's errors
    from outbox.smtp import SmtpTransport

    folder = str(settings.MAIL["folder"])
    return FolderTransport(folder) if folder else SmtpTransport(settings.MAIL)
