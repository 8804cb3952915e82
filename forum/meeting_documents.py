"""What search finds of meetings, for the room's readers."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from contracts.documents import Document
from forum.keys import meeting_key, numbers_of
from forum.models import Meeting
from languages.names import in_language
from richtext.reading import plain

BATCH = 500


def meeting_documents(keys: list[str] | None) -> Iterator[Document]:
    """Yield a document per language that a meeting has a title in; agenda and minutes are found in each."""
    rows = Meeting.objects.select_related("room").prefetch_related("room__themes")
    rows = rows if keys is None else rows.filter(pk__in=numbers_of(keys, kind="meeting"))
    for meeting in rows.order_by("pk").iterator(chunk_size=BATCH):
        for language, _name in settings.LANGUAGES:
            if getattr(meeting, f"title_{language}"):
                yield _document(meeting, language)


def _document(meeting: Meeting, language: str) -> Document:
    words = (meeting.place, plain(meeting.agenda_html), plain(meeting.minutes_html))
    with translation.override(language):
        url = meeting.get_absolute_url()
    main = meeting.room.main_theme_id
    return Document(
        key=meeting_key(meeting),
        language=language,
        kind="meeting",
        title=in_language(meeting, "title", language),
        body="\n\n".join(word for word in words if word),
        url=url,
        date=meeting.starts_at,
        where=f"room:{meeting.room_id}",
        themes=frozenset([theme.pk for theme in meeting.room.themes.all()] + ([main] if main else [])),
    )
