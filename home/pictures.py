"""The sizes in which pages and mails show pictures, made when a page is published so that reading writes nothing."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

CARD = "fill-640x360|format-webp|webpquality-80"
LEAD = "max-1280x720|format-webp|webpquality-80"
INLINE = "max-960x1200|format-webp|webpquality-80"
MAIL = "fill-640x360|format-jpeg|jpegquality-80"

logger = logging.getLogger(__name__)


def renditions_of(pages: Iterable[Any], spec: str) -> dict[int, Any]:
    """Return, by image, the pictures of many pages in one size: one query, unless one has to be made."""
    wanted = {page.picture_id for page in pages if page.picture_id}
    if not wanted:
        return {}
    kept = get_image_model().get_rendition_model().objects.filter(image_id__in=wanted, filter_spec=spec)
    found = {made.image_id: made for made in kept.order_by("pk")}
    for image in get_image_model().objects.filter(pk__in=wanted - found.keys()) if wanted - found.keys() else ():
        found[image.pk] = rendition(image, spec)
    return found


def fetch_renditions(images: Iterable[Any]) -> None:
    """Fetch the sizes of many images with one query."""
    images = list(images)
    if images:
        prefetch_related_objects(images, "renditions")


def rendition(image: Any, spec: str) -> Any:
    """Return the image in this size, or None when its file is lost.

    What was fetched beforehand is taken as it is: `get_rendition` would write to the cache for every picture.
    """
    if image is None:
        return None
    try:
        return image.find_existing_rendition(Filter(spec=spec))
    except image.get_rendition_model().DoesNotExist:
        return _made(image, spec)


def _made(image: Any, spec: str) -> Any:
    """Draw the size. Wagtail's own `create_rendition` leaves the file open that it was drawn into."""
    wanted = Filter(spec=spec)
    try:
        with image.generate_rendition_file(wanted) as file:
            return image.renditions.get_or_create(
                filter_spec=spec, focal_point_key=wanted.get_cache_key(image), defaults={"file": file}
            )[0]
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
        logger.warning("No rendition of image %s: %s", image.pk, error)
        return None


def make_renditions(page: Any) -> None:
    """Make every size that this page will show."""
    for spec in (CARD, LEAD, MAIL):
        rendition(getattr(page, "picture", None), spec)
    for image in images_within(page):
        rendition(image, INLINE)


def images_within(page: Any) -> Iterator[Any]:
    """Yield the images that stand in the page's texts."""
    for field in ("body", "report", "legal_framework"):
        for block in getattr(page, field, None) or ():
            if block.block_type == "picture" and block.value["image"]:
                yield block.value["image"]
