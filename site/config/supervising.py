"""Keeps child processes running, and ends them together."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from types import FrameType

GRACE = 15.0  # seconds that a child may take to end its work
logger = logging.getLogger(__name__)


@dataclass
class Child:
    """A command to keep running; one that dies is started again after a growing pause."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    failures: int = 0
    started: float = field(default_factory=time.monotonic)
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  our own commands
        self.started = time.monotonic()

    def look(self) -> None:
        """Restart it when it has died; one that lived for a minute has its failures forgiven."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif self.process.poll() is not None:
            self.failures = 1 if now - self.started > 60 else self.failures + 1
            self.again_at = now + min(2**self.failures, 60)
            logger.error("%s ended with status %s and is started again", self.name, self.process.returncode)
            self.process = None

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until the deadline, then kill its whole group."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def stop_on_signals() -> Event:
    """Return an event that Ctrl-C and SIGTERM set."""
    stop = Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, told)
    signal.signal(signal.SIGTERM, told)
    return stop


def supervise(children: Sequence[Child], stop: Event) -> None:
    """Keep the children running until `stop` is set, then end them all."""
    for child in children:
        child.start()
    while not stop.wait(0.5):
        for child in children:
            child.look()
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + GRACE
    for child in children:
        child.end(deadline)
