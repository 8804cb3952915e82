"""A real SMTP server for tests, that refuses, stalls and drops the line by plan."""

import asyncio
import socket
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

DROP, STALL = "drop", "stall"


@dataclass
class Received:
    """One mail that the server has accepted."""

    sender: str
    recipient: str
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        """The mail, parsed."""
        return message_from_bytes(self.content, policy=policy.SMTP)  # type: ignore[return-value]


@dataclass
class Plan:
    """What to answer at each step: one answer for all recipients, or by recipient; DROP or STALL instead of words.

    `accept_then_drop` takes the mail and cuts the line before the answer.
    """

    greeting: str = ""
    mail: str = ""
    rcpt: str | dict[str, str] = ""
    data: str = ""
    body: str | dict[str, str] = ""
    accept_then_drop: bool = False


class Receiver:
    """Listens on a port of 127.0.0.1 of its own between `start` and `stop`."""

    def __init__(self, **options: Any) -> None:
        self.plan = Plan()
        self.received: list[Received] = []
        self.connections = 0
        self.open_lines: set[Any] = set()
        self.commands: list[str] = []
        self._controller = _Controller(self, **options)

    def start(self) -> "Receiver":
        """Listen."""
        self._controller.start()
        self.connections = 0
        return self

    def stop(self) -> None:
        """Stop listening, and leave no open end."""
        self.cut_lines()
        asyncio.run_coroutine_threadsafe(_end_all_tasks(), self._controller.loop).result(5)
        self._controller.stop()

    def cut_lines(self) -> None:
        """Drop every connection, and wait until that is done."""
        for line in list(self.open_lines):
            self._controller.loop.call_soon_threadsafe(line.abort)
        while self.open_lines:
            time.sleep(0.01)

    @property
    def port(self) -> int:
        """The port that the system chose."""
        return int(self._controller.server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    @property
    def settings(self) -> dict[str, object]:
        """What MAIL must be to reach it."""
        return {
            "scheme": "smtp",
            "folder": "",
            "host": "127.0.0.1",
            "port": self.port,
            "user": "",
            "password": "",
            "timeout": 0.5,
        }


class _Controller(Controller):
    def __init__(self, receiver: Receiver, **options: Any) -> None:
        self.receiver = receiver
        super().__init__(_Handler(receiver), hostname="127.0.0.1", port=0, **options)

    def factory(self) -> SMTP:
        return _Server(self.handler, receiver=self.receiver, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        """Say hello once, as the parent does, but on the port that the system chose."""
        with socket.create_connection(("127.0.0.1", self.receiver.port), 1) as line:
            line.recv(64)


class _Server(SMTP):
    def __init__(self, handler: Any, *, receiver: Receiver, **options: Any) -> None:
        self.receiver = receiver
        super().__init__(handler, **options)

    def connection_made(self, transport: Any) -> None:
        self.receiver.connections += 1
        self.receiver.open_lines.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.receiver.open_lines.discard(self.transport)
        super().connection_lost(error)

    async def push(self, status: Any) -> None:
        if str(status).startswith("220 ") and self.receiver.plan.greeting:
            status = await _answer(self, self.receiver.plan.greeting)
        await super().push(status)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        self.receiver.commands.append("DATA")
        if self.receiver.plan.data:
            await self.push(await _answer(self, self.receiver.plan.data))
            return
        await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.receiver.commands.append("MAIL")
        if self.receiver.plan.mail:
            return await _answer(server, self.receiver.plan.mail)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.receiver.commands.append("RCPT")
        planned = _planned(self.receiver.plan.rcpt, address)
        if planned:
            return await _answer(server, planned)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        planned = _planned(self.receiver.plan.body, envelope.rcpt_tos[0])
        if planned:
            return await _answer(server, planned)
        self.receiver.received += [
            Received(str(envelope.mail_from), recipient, bytes(envelope.content or b""))  # type: ignore[arg-type]
            for recipient in envelope.rcpt_tos
        ]
        if self.receiver.plan.accept_then_drop:
            return await _answer(server, DROP)
        return "250 2.0.0 queued as 42"


async def _answer(server: SMTP, planned: str) -> str:
    if planned == STALL:
        await asyncio.sleep(1.5)
    if planned in {STALL, DROP}:
        server.transport.abort()  # type: ignore[union-attr]
        return "421 gone"
    return planned


async def _end_all_tasks() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)


def _planned(plan: str | dict[str, str], recipient: str) -> str:
    return plan.get(recipient, "") if isinstance(plan, dict) else plan


def refuse_login(server: Any, session: Any, envelope: Any, mechanism: str, auth_data: Any) -> AuthResult:
    """An authenticator that knows nobody."""
    return AuthResult(success=False, handled=False, message="535 5.7.8 who are you?")
