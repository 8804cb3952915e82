"""The demo's directory, the meetings of its rooms, and a discussion about a page."""

from datetime import timedelta

from config.demo.texts import Table, day_ahead, tables
from forum.models import Meeting, Room, Topic
from forum.series import starts_of
from home.models import ArticlePage
from members.models import Member, Organisation
from themes.models import Theme


def fill_directory(members: dict[str, Member]) -> None:
    """Towns, presentations and websites of organisations; phones and themes of people."""
    for row in tables("people/directory.toml", "organisation"):
        words = {name: row.get(name, "") for name in ("town", "website", "about_fr", "about_nl")}
        Organisation.objects.filter(name_fr=row["fr"]).update(**words)
    themes = {theme.slug_fr: theme for theme in Theme.objects.all()}
    for row in tables("people/directory.toml", "member"):
        member = members[row["email"]]
        member.phone = row.get("phone", "")
        member.save(update_fields=["phone"])
        member.themes.set(themes[slug] for slug in row.get("themes", ()))


def fill_meetings(rooms: dict[str, Room], members: dict[str, Member]) -> None:
    """Meetings to come and over; nobody is told of them by mail."""
    for row in tables("people/meetings.toml", "meeting"):
        _meeting(row, rooms[row["room"]], members[row["by"]])


def link_pages() -> None:
    """Make one article the subject of a discussion; the others wait for the first member who opens theirs."""
    article = ArticlePage.objects.get(slug="protocole-commune-parquet-ce-quil-faut-y-ecrire")
    Topic.objects.filter(title__startswith="Qui a un exemple de protocole").update(subject_key=article.key)


def _meeting(row: Table, room: Room, by: Member) -> None:
    start, end = day_ahead(row["days"], row["from"]), day_ahead(row["days"], row["to"])
    rhythm, times = row.get("rhythm", ""), row.get("times", 1)
    starts = starts_of(start, rhythm=rhythm, times=times) if rhythm else [start]
    first = Meeting(
        room=room,
        by=by,
        title_fr=row["fr"],
        title_nl=row["nl"],
        place=row.get("place", ""),
        link=row.get("link", ""),
        starts_at=start,
        ends_at=end,
        agenda_html=row.get("agenda", ""),
        minutes_html=row.get("minutes", ""),
        state=Meeting.State.CANCELLED if row.get("cancelled") else Meeting.State.PLANNED,
    )
    first.series = first.key if len(starts) > 1 else None
    first.save()
    same = {name: getattr(first, name) for name in ("room", "by", "title_fr", "title_nl", "place", "link", "series")}
    length: timedelta = end - start
    Meeting.objects.bulk_create(Meeting(**same, starts_at=later, ends_at=later + length) for later in starts[1:])
