"""The conversation with a mail server (RFC 5321), one persistent connection at a time."""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

from outbox.delivering import mail_domain
from outbox.transport import Answer, Problem, RefusedError, UnavailableError, UncertainError

# Servers dislike endless sessions, and one that went stale is found out soonest by starting afresh.
MAILS_PER_CONNECTION = 100
# RFC 4954, section 6: what a server says that wants a login, or accepts ours no longer.
_WANTS_LOGIN = {530, 534, 535, 538}


class SmtpTransport:
    """Speaks smtplib's single steps; its `sendmail` would not tell which step failed."""

    def __init__(self, server: Mapping[str, Any]) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._greeting = ""
        self._announced = 0

    def open(self) -> str:
        """Connect, encrypt and log in unless a connection stands that is still good for more."""
        if self._smtp and self._announced >= MAILS_PER_CONNECTION:
            self.close()
        if self._smtp is None:
            self._smtp = self._connected()
            self._announced = 0
        return self._greeting

    def announce(self, *, sender: str, recipient: str) -> None:
        """MAIL and RCPT. A connection that went stale between two mails is renewed once, unseen."""
        try:
            self._mail(sender)
        except UnavailableError:
            if not self._announced:
                raise
            self.close()
            self.open()
            self._mail(sender)
        self._announced += 1
        code, text = self._said("rcpt", "RCPT", f"TO:<{recipient}>")
        if code not in {250, 251}:
            self._refused(Answer("rcpt", code, text))

    def hand_over(self, mail: bytes) -> Answer:
        """DATA, and its two answers: before the first (354) nothing has left, after it everything may have."""
        code, text = self._said("data", "DATA")
        if code != 354:
            self._refused(Answer("data", code, text))
        try:
            code, text = self._body(mail)
        except OSError as error:  # smtplib's own errors are OSErrors, and so is a timeout
            self._drop()
            raise UncertainError(Answer("body", None, _words(error))) from error
        answer = Answer("body", code, text)
        if code in range(200, 300):
            return answer
        if code in range(400, 600):
            raise RefusedError(answer)
        self._drop()
        raise UncertainError(answer)

    def withdraw(self) -> None:
        """RSET: the next mail starts afresh."""
        try:
            if self._smtp:
                self._smtp.rset()
        except OSError:
            self._drop()

    def close(self) -> None:
        """QUIT, in so far as the server listens."""
        with suppress(OSError):
            if self._smtp:
                self._smtp.quit()
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        smtp = self._encrypted()
        try:
            if self._server["user"]:
                smtp.login(self._server["user"], self._server["password"])
        except OSError as error:
            smtp.close()
            raise UnavailableError(Problem.LOGIN, _words(error)) from error
        self._greeting = _decoded(smtp.ehlo_resp or smtp.helo_resp or b"")
        return smtp

    def _encrypted(self) -> smtplib.SMTP:
        try:
            smtp = _connection(self._server)
        except (OSError, ValueError) as error:
            raise UnavailableError(_problem(error), _words(error)) from error
        try:
            smtp.ehlo_or_helo_if_needed()
            if self._server["scheme"] == "smtp+tls":
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
        except (OSError, ValueError) as error:
            smtp.close()
            raise UnavailableError(_problem(error), _words(error)) from error
        return smtp

    def _mail(self, sender: str) -> None:
        if self._smtp is None:
            raise UnavailableError(Problem.NO_ANSWER, "the connection was closed")
        try:
            code, text = self._smtp.docmd("MAIL", f"FROM:<{sender}>")
        except OSError as error:
            self._drop()
            raise UnavailableError(Problem.NO_ANSWER, _words(error)) from error
        if code != 250:
            # The envelope's sender is ours: who refuses it refuses every mail, so none of them is at fault.
            self.close()
            problem = Problem.LOGIN if code in _WANTS_LOGIN else Problem.SENDER if code >= 500 else Problem.BUSY
            raise UnavailableError(problem, f"{code} {_decoded(text)}")

    def _refused(self, answer: Answer) -> NoReturn:
        if answer.code in _WANTS_LOGIN:
            self.close()
            raise UnavailableError(Problem.LOGIN, f"{answer.code} {answer.text}")
        self.withdraw()
        raise RefusedError(answer)

    def _said(self, step: str, command: str, argument: str = "") -> tuple[int, str]:
        """Return the answer to a command of one mail; a line that breaks here is no answer (code None)."""
        try:
            if self._smtp is None:
                raise smtplib.SMTPServerDisconnected("the connection was closed")
            code, text = self._smtp.docmd(command, argument)
        except OSError as error:
            self._drop()
            raise RefusedError(Answer(step, None, _words(error))) from error
        if code == 421:  # "closing the transmission channel"
            self._drop()
        return code, _decoded(text)

    def _body(self, mail: bytes) -> tuple[int, str]:
        smtp = self._smtp
        if smtp is None:
            raise smtplib.SMTPServerDisconnected("the connection was closed")
        if b"\r\n." in mail:
            mail = mail.replace(b"\r\n.", b"\r\n..")
        smtp.send(mail + (b".\r\n" if mail.endswith(b"\r\n") else b"\r\n.\r\n"))
        code, text = smtp.getreply()
        if code == 421:
            self._drop()
        return code, _decoded(text)

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None


def _connection(server: Mapping[str, Any]) -> smtplib.SMTP:
    # The host must be given to the constructor: smtplib compares certificates with that one only.
    host, port, name, timeout = server["host"], server["port"], mail_domain(), server["timeout"]
    if server["scheme"] == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=timeout, context=context)
    return smtplib.SMTP(host, port, local_hostname=name, timeout=timeout)


def _problem(error: Exception) -> Problem:
    if isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError)):
        return Problem.ENCRYPTION
    if isinstance(error, smtplib.SMTPResponseException):
        return Problem.BUSY
    return Problem.NO_ANSWER


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return str(error) or type(error).__name__


def _decoded(text: bytes | str) -> str:
    """Return a server's words as one line: they come in any encoding, and at any length."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(words.split())[:250]
