"""Asks clamd whether a file carries a virus; the scanner is optional, and may be away."""

import socket
import struct
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 64 * 1024  # bytes
PATIENCE = 20.0  # seconds, for each step


class ScannerAwayError(Exception):
    """The scanner did not answer; asking again later helps."""


def is_wanted() -> bool:
    """Whether this site has a scanner."""
    return bool(settings.CLAMD_URL)


def is_infected(file: Any) -> bool:
    """Send a file to clamd (INSTREAM, see clamd(8)) and return its verdict. Raises ScannerAwayError."""
    file.seek(0)
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerAwayError(str(error)) from error
    finally:
        file.seek(0)
    if answer.endswith("FOUND"):
        return True
    if answer.endswith("OK"):
        return False
    raise ScannerAwayError(answer[:200])


def _connected() -> socket.socket:
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(address.path)
        return line
    return socket.create_connection((address.hostname, address.port or 3310), timeout=PATIENCE)


def _answer(line: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < PIECE:
        piece = line.recv(4096)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0\n").decode(errors="replace").strip()
