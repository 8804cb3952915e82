"""Says what a file is by looking into it; what its name or the browser claims only has to agree."""

import zipfile
from pathlib import PurePath
from typing import BinaryIO

import filetype

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# Which content an ending promises. What is not here is refused: programs, pages, drawings that can carry scripts,
# archives that nobody can look into, and office files of the kinds that carry macros.
ENDINGS = {
    "pdf": "application/pdf",
    "docx": WORD,
    "xlsx": SHEET,
    "pptx": SLIDES,
    "odt": OPEN_DOCUMENT + "text",
    "ods": OPEN_DOCUMENT + "spreadsheet",
    "odp": OPEN_DOCUMENT + "presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "mp3": "audio/mpeg",
}
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_TEXTS = frozenset({"text/csv", "text/plain"})
_MAIN_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": SHEET, "ppt/presentation.xml": SLIDES}
_HEAD = 8192
_LOOKS_LIKE_CODE = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"#!", b"{\\rtf")


def content_type_of(file: BinaryIO, *, name: str) -> str | None:
    """Return what the content is, or None where it is nothing that we take, or not what the name's ending promises."""
    promised = ENDINGS.get(PurePath(name).suffix.lower().removeprefix("."))
    if promised is None:
        return None
    return promised if _is(promised, file) else None


def _is(promised: str, file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(_HEAD)
    if promised in _TEXTS:
        return _is_text(head)
    if head.startswith(b"PK"):
        return _office_type(file) == promised
    guessed = filetype.guess_mime(head)
    return bool(guessed == promised)


def _is_text(head: bytes) -> bool:
    """Whether these are words: no control characters, and not the start of something that a program would run."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's “Unicode text”
        return True
    printable = not any(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return printable and not head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_LOOKS_LIKE_CODE)


def _office_type(file: BinaryIO) -> str | None:
    """Return the type of an office file by its parts; None for other archives, broken ones and such with macros."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = set(archive.namelist())
            if any(part.lower().endswith("vbaproject.bin") or part.startswith("Basic/") for part in parts):
                return None
            if "mimetype" in parts and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", errors="replace").strip()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None
    finally:
        file.seek(0)
    return next((kind for part, kind in _MAIN_PARTS.items() if part in parts), None)
