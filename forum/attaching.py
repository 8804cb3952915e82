"""Attaching files: what is taken, where it is kept, when it goes."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import scanning
from forum.errors import FileRefusedError
from forum.filetypes import ENDINGS, PICTURES, content_type_of
from forum.models import Attachment, Comment, Meeting
from forum.thumbnails import thumbnail
from members.models import Member

# Django's UploadedFile: its stubs take an argument that the class itself does not.
Upload = Any
# Uploaded, and its form never sent.
LOOSE_FOR = timedelta(days=2)
LONGEST_NAME = 200


def attach(
    files: Iterable[Upload], *, by: Member, comment: Comment | None = None, meeting: Meeting | None = None
) -> list[Attachment]:
    """Store files privately, of a comment, of a meeting, or (neither) loose: their uploader's own until placed.

    All or none are taken. The caller has asked whether she may write there, and holds no transaction: looking into
    files takes time. Raises FileRefusedError with a sentence for her.
    """
    looked_into = [_looked_into(file) for file in files]
    for attachment in looked_into:
        attachment.by, attachment.comment, attachment.meeting = by, comment, meeting
        attachment.save()
    return looked_into


def accept(file: Upload) -> str:
    """Return the content type of a file that we take. Raises FileRefusedError."""
    name = PurePath(file.name or "").name
    if not file.size:
        raise FileRefusedError(_("“%(name)s” is empty.") % {"name": name})
    if file.size > settings.FILE_BYTES:
        most = settings.FILE_BYTES // 2**20
        raise FileRefusedError(
            _("“%(name)s” is larger than %(size)d MB. Make it smaller, or send a link to it.")
            % {"name": name, "size": most}
        )
    content_type = content_type_of(file.file, name=name)
    if content_type is None:
        raise FileRefusedError(_refusal(name))
    return content_type


def place(attachments: Iterable[Attachment], *, comment: Comment) -> None:
    """Give loose files their comment; those that were placed meanwhile, by the same form sent twice, stay there."""
    keys = [each.pk for each in attachments]
    if keys:
        Attachment.objects.filter(pk__in=keys, comment=None, meeting=None).update(comment=comment, draft=None)


def loose_files(member: Member, *, keys: Sequence[Any]) -> list[Attachment]:
    """Return her own files that are not placed yet, among these keys."""
    return list(Attachment.objects.filter(by=member, comment=None, meeting=None, infected=False, key__in=keys))


def forget_loose_files() -> None:
    """Delete, as a job of the clock, files whose form or draft was never sent."""
    Attachment.objects.filter(comment=None, meeting=None, draft=None, at__lt=timezone.now() - LOOSE_FOR).delete()


def check_waiting_files() -> None:
    """Ask the scanner, as a job of the clock, about files that came while it was away; an infected one is destroyed."""
    for attachment in Attachment.objects.filter(checked_at=None, infected=False).order_by("pk")[:200]:
        try:
            with attachment.file.open("rb") as content:
                infected = scanning.is_wanted() and scanning.is_infected(content)
        except scanning.ScannerAwayError:
            return
        except FileNotFoundError:
            continue
        Attachment.objects.filter(pk=attachment.pk).update(infected=infected, checked_at=timezone.now())
        if infected:
            delete_bytes(attachment)


def delete_bytes(attachment: Attachment) -> None:
    """Delete what lies in the storage, once the change of rows stands."""
    stored = [each for each in (attachment.file, attachment.thumbnail) if each]

    def delete() -> None:
        for each in stored:
            each.storage.delete(str(each.name))

    transaction.on_commit(delete)


def _looked_into(file: Upload) -> Attachment:
    """Return the row for a file that we take, not saved yet."""
    content_type, name = accept(file), _shortened(PurePath(file.name or "").name)
    attachment = Attachment(
        name=name,
        content_type=content_type,
        size=file.size,
        sha256=_digest(file),
        checked_at=timezone.now() if _checked(file, name) else None,
    )
    attachment.file.save("file", file, save=False)
    small = thumbnail(file.file) if content_type in PICTURES else None
    if small:
        attachment.thumbnail.save("thumbnail", ContentFile(small), save=False)
    return attachment


def _checked(file: Upload, name: str) -> bool:
    """Whether the scanner has let it pass, or there is none; False: it was away. Raises FileRefusedError."""
    if not scanning.is_wanted():
        return True
    try:
        infected = scanning.is_infected(file.file)
    except scanning.ScannerAwayError:
        return False
    if infected:
        raise FileRefusedError(_("“%(name)s” carries a virus and was not taken.") % {"name": name})
    return True


def _digest(file: Upload) -> str:
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def _shortened(name: str) -> str:
    """Keep what the person called it, without what an operating system or a header would choke on."""
    path = PurePath(
        "".join(character for character in name if character.isprintable() and character not in '<>:"/\\|?*')
    )
    return f"{path.stem[: LONGEST_NAME - 10].strip()}{path.suffix}" if path.stem.strip() else f"file{path.suffix}"


def _refusal(name: str) -> str:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending in ENDINGS:
        return _("“%(name)s” is not what its ending says. Save it once more in its program and choose it again.") % {
            "name": name
        }
    return _("“%(name)s” is of a kind that is not taken here. These are: %(kinds)s.") % {
        "name": name,
        "kinds": ", ".join(ENDINGS),
    }
