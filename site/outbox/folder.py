"""Lays mails into a folder instead of sending them: the demo's mail server."""

import os
from contextlib import suppress
from pathlib import Path

from outbox.transport import Answer, Problem, UnavailableError, UncertainError


class FolderTransport:
    """Writes one .eml file per mail, complete or not at all."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._name = ""

    def open(self) -> str:
        """Make the folder."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnavailableError(Problem.STORAGE, str(error)) from error
        return str(self._folder)

    def announce(self, *, sender: str, recipient: str) -> None:
        """Nothing is asked of a folder."""

    def hand_over(self, mail: bytes) -> Answer:
        """Write the file durably; named by its Message-ID, so that handing over twice leaves one."""
        name = f"{_mail_id(mail)}.eml"
        unfinished = self._folder / f".{name}.{os.getpid()}"
        try:
            _write_durably(unfinished, mail)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise UnavailableError(Problem.STORAGE, str(error)) from error
        try:
            unfinished.replace(self._folder / name)
            _sync_folder(self._folder)
        except OSError as error:
            raise UncertainError(Answer("body", None, str(error))) from error
        return Answer("body", None, name)

    def withdraw(self) -> None:
        """Nothing was announced."""

    def close(self) -> None:
        """Nothing is open."""


def _mail_id(mail: bytes) -> str:
    header = mail.partition(b"\r\nMessage-ID: <")[2]
    return header.partition(b">")[0].decode("ascii").replace("/", "_")


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
