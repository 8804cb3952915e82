"""Makes small pictures of big ones: without what a camera writes into them, and without falling for bombs."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 480  # pixels
# A small file can unpack into gigabytes; what is larger than this gets no thumbnail.
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def thumbnail(file: BinaryIO) -> bytes | None:
    """Return a WebP of at most SIDE pixels either way, turned as the camera was held; None where there can be none."""
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (SIDE * 2, SIDE * 2))  # a JPEG is unpacked no larger than needed
            return _small(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    finally:
        file.seek(0)


def _small(picture: Image.Image) -> bytes:
    turned = ImageOps.exif_transpose(picture)
    has_transparency = turned.mode in {"RGBA", "LA", "P"}
    small = turned.convert("RGBA" if has_transparency else "RGB")
    small.thumbnail((SIDE, SIDE))
    small.info.clear()
    written = BytesIO()
    small.save(written, "WEBP", quality=80, exif=b"", icc_profile=None)
    return written.getvalue()
