"""Draws the files that people of the demo attach to their messages."""

from io import BytesIO
from pathlib import PurePath

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from config.demo.pictures import draw
from forum.attaching import attach
from forum.models import Comment

PAGE = (1240, 1754)  # A4 at 150 points an inch


def attach_files(comment: Comment, names: list[str]) -> None:
    """Attach a page for each .pdf, a picture for each .jpg, a small table for each .csv."""
    makers = {".pdf": _page, ".jpg": lambda name: draw(name, 210), ".csv": _table}
    for name in names:
        upload = SimpleUploadedFile(name, makers[PurePath(name).suffix](name))
        attach([upload], by=comment.user, comment=comment)


def _page(name: str) -> bytes:
    """Return a PDF whose one page says its own name."""
    sheet = Image.new("RGB", PAGE, "white")
    pen = ImageDraw.Draw(sheet)
    pen.text(
        (120, 140), PurePath(name).stem.replace("-", " ").capitalize(), fill="black", font=ImageFont.load_default(44)
    )
    for line in range(24):
        pen.line([(120, 300 + line * 50), (1120 - (line % 4) * 130, 300 + line * 50)], fill="#b8b2a7", width=14)
    written = BytesIO()
    sheet.save(written, "PDF", resolution=150)
    return written.getvalue()


def _table(_name: str) -> bytes:
    return "commune;délai de réponse (jours)\nLiège;15\nKortrijk;20\nVerviers;30\n".encode()
