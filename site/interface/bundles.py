"""The interface's style sheet and script: many small files in a written order, sent as one file kept for good.

No build step: the files are joined when the process starts, and their hash is part of the address.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

STATIC = Path(__file__).parent / "static" / "interface"
CONTENT_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True)
class Bundle:
    """One joined file: its version names its bytes."""

    version: str
    content: bytes
    packed: bytes


def url(kind: str) -> str:
    """Return the address of the bundle ("css" or "js")."""
    return f"/interface-{bundle(kind).version}.{kind}"


def bundle(kind: str) -> Bundle:
    """Return the joined files; read again at each call while DEBUG is on."""
    return _join(kind) if settings.DEBUG else _kept(kind)


def files(kind: str) -> list[Path]:
    """Return the files in the order in which they are joined: layers first, then components by name."""
    first = [STATIC / "css" / f"{name}.css" for name in ("layers", "tokens", "base", "layout")] if kind == "css" else []
    folder = STATIC / "css" / "components" if kind == "css" else STATIC / "js"
    return [*first, *sorted(folder.glob(f"*.{kind}"))]


@cache
def _kept(kind: str) -> Bundle:
    return _join(kind)


def _join(kind: str) -> Bundle:
    content = b"\n".join(path.read_bytes() for path in files(kind))
    return Bundle(hashlib.sha256(content).hexdigest()[:12], content, gzip.compress(content, 9, mtime=0))
