"""Fills the demo's public side: sections, plain pages, articles, dossiers, events, resources, briefs and entries."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from config.demo.pictures import draw
from config.demo.texts import Table, day_ahead, days_ago, tables, whole
from forum.models import Room, RoomPage
from home.models import (
    ArticlePage,
    BriefPage,
    ContentPage,
    DossierPage,
    Entry,
    EntryLink,
    EntryTag,
    EntryTheme,
    EventPage,
    HomePage,
    PageTag,
    PageTheme,
    PlainPage,
    ResourcePage,
    SectionPage,
)
from interface.models import NetworkSettings
from richtext import french_spacing
from themes.models import Tag, Theme

LANGUAGES = ("fr", "nl")
KINDS: dict[str, type[ContentPage]] = {
    "article": ArticlePage, "event": EventPage, "resource": ResourcePage, "brief": BriefPage,
}  # fmt: skip


class Editorial:
    """Keeps what the steps share: the home pages, the sections and the vocabulary."""

    def __init__(self) -> None:
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.homes = {code: HomePage.objects.get(locale=self.locales[code]) for code in LANGUAGES}
        self.themes = {theme.slug_fr: theme for theme in Theme.objects.all()}
        self.tags = {tag.slug_fr: tag for tag in Tag.objects.all()}
        self.sections: dict[tuple[str, str], Page] = {}

    def fill(self, rooms: dict[str, Room]) -> None:
        """Everything, in the order in which menus show it."""
        self._home()
        self._sections()
        for row in tables("editorial/dossiers.toml", "dossier"):
            self._dossier(row)
        for row in tables("editorial/*.toml", "item"):
            self._item(row)
        for row in tables("editorial/entries-*.toml", "entry"):
            self._entry(row)
        for row in tables("editorial/pages.toml", "page"):
            self._plain(row)
        for row in tables("people/rooms.toml", "room"):
            if row["listed"]:
                self._door(row, rooms[row["slug"]])

    def _home(self) -> None:
        texts = whole("editorial/home.toml")
        for code, home in self.homes.items():
            home.title = texts["settings"][code]["network_name"]
            home.lead = texts[code]["strapline"]
            home.body = [("paragraph", f"<p>{texts[code]['intro']}</p>")]
            home.save_revision().publish()
            home.refresh_from_db()

    def _sections(self) -> None:
        for row in tables("editorial/sections.toml", "section"):
            pages: dict[str, Page] = {
                code: SectionPage(
                    **row[code] | {"lead": spaced(code, row[code]["lead"])}, lists=row["lists"], show_in_menus=True
                )
                for code in LANGUAGES
            }
            self._publish(pages, self.homes, days_ago(900))
            self.sections |= {(row["lists"], code): page for code, page in pages.items()}

    def _item(self, row: Table) -> None:
        kind, at = row["kind"], days_ago(row["days_ago"])
        picture = self._picture(row)
        pages: dict[str, Page] = {}
        for code in LANGUAGES:
            if code not in row:
                continue
            page = KINDS[kind](**self._words(code, row[code]), **DETAILS[kind](row, code))
            page.picture, page.picture_alt = picture, row[code].get("alt", "")
            self._classify(page, row)
            pages[code] = page
        self._publish(pages, {code: self.sections[kind, code] for code in pages}, at)

    def _dossier(self, row: Table) -> None:
        pages: dict[str, Page] = {}
        for code in LANGUAGES:
            words = row[code]
            page = DossierPage(
                title=spaced(code, words["title"]),
                slug=words["slug"],
                lead=spaced(code, words["lead"]),
                body=blocks(code, words["intro"]),
                legal_framework=[("paragraph", spaced(code, words["legal"]))],
            )
            self._classify(page, row | {"tags": []})
            pages[code] = page
        self._publish(pages, {code: self.sections["dossier", code] for code in pages}, days_ago(row["days_ago"]))

    def _entry(self, row: Table) -> None:
        when = row.get("when") or (timezone.localdate() - timedelta(days=row["days_ago"])).isoformat()
        key = None
        for code in LANGUAGES:
            if code not in row:
                continue
            entry = Entry(
                when=when,
                written=row.get(f"written_{code}", ""),
                text=spaced(code, row[code]["text"]),
                locale=self.locales[code],
                live=True,
            )
            if key:
                entry.translation_key = key
            key = entry.translation_key
            entry.theme_links = [EntryTheme(theme=self.themes[slug]) for slug in row["themes"]]
            entry.tag_links = [EntryTag(tag=self.tags[slug]) for slug in row.get("tags", ())]
            entry.links = [
                EntryLink(text=link["text"], url=link["url"], locale=self.locales[code])
                for link in row[code].get("links", ())
            ]
            published = min(timezone.now(), days_ago(row.get("days_ago", 400)))
            entry.first_published_at = entry.last_published_at = published
            entry.save()

    def _door(self, row: Table, room: Room) -> None:
        pages = {
            code: RoomPage(
                title=row[code],
                slug=room.slug_fr if code == "fr" else room.slug_nl,
                room=room,
                introduction=f"<p>{row[f'purpose_{code}']}</p>",
                how_to_join=f"<p>{row[f'how_to_join_{code}']}</p>",
            )
            for code in LANGUAGES
        }
        self._publish(pages, {code: self.sections["nothing", code] for code in pages}, days_ago(880))

    def _plain(self, row: Table) -> None:
        pages: dict[str, Page] = {code: PlainPage(**self._words(code, row[code])) for code in LANGUAGES if code in row}
        self._publish(pages, self.homes, days_ago(700))
        if row["key"] == "privacy":
            NetworkSettings.objects.update(privacy_page=pages["fr"])

    def _publish(self, pages: dict[str, Page], parents: dict[str, Page], at: datetime) -> None:
        """Put the language versions of one content into the tree, live since then."""
        key = None
        for code, page in pages.items():
            page.locale = self.locales[code]
            if key:
                page.translation_key = key
            page.first_published_at = page.last_published_at = page.latest_revision_created_at = at
            parents[code].add_child(instance=page)
            key = page.translation_key

    def _classify(self, page: ContentPage, row: Table) -> None:
        page.theme_links = [PageTheme(theme=self.themes[slug]) for slug in row["themes"]]
        page.tag_links = [PageTag(tag=self.tags[slug]) for slug in row.get("tags", ())]

    def _picture(self, row: Table) -> Any:
        if not row.get("picture"):
            return None
        content = draw(row["slug"], self.themes[row["themes"][0]].hue)
        title = (row.get("fr") or row["nl"])["title"]
        return get_image_model().objects.create(
            title=title, file=ContentFile(content, f"{row['slug']}.jpg"), width=1200, height=675
        )

    def _words(self, code: str, words: Table) -> Table:
        return {
            "title": spaced(code, words["title"]),
            "slug": words["slug"],
            "lead": spaced(code, words.get("lead", "")),
            "body": blocks(code, words.get("body", ())),
        }


def spaced(code: str, text: str) -> str:
    """Return French with its non-breaking spaces; Dutch as it is."""
    return french_spacing(text) if code == "fr" else text


def blocks(code: str, rows: Any) -> list[tuple[str, Any]]:
    """Return rows as the blocks of a page's text."""
    made: list[tuple[str, Any]] = []
    for row in rows:
        kind = row["type"]
        if kind == "paragraph":
            made.append((kind, spaced(code, row["html"])))
        elif kind == "heading":
            made.append((kind, row["text"]))
        elif kind == "quote":
            made.append((kind, {"text": row["text"], "who": row.get("who", "")}))
        else:
            made.append((kind, {"title": row.get("title", ""), "items": list(row["items"])}))
    return made


def _event(row: Table, code: str) -> Table:
    venue = "online" if row.get("online") else "undecided" if row.get("undecided") else "place"
    words = row[code]
    return {
        "starts_at": day_ahead(row["days_ahead"], row["start"]),
        "ends_at": day_ahead(row["days_ahead"], row["end"]),
        "venue": venue,
        "place": row.get("place", ""),
        "address": row.get("address", ""),
        "session_languages": row.get("languages", []),
        "programme": [
            ("moment", {"time": moment["time"], "what": moment[code], "who": ""}) for moment in row.get("programme", ())
        ],
        "speakers": words.get("speakers", ""),
        "price": words.get("price", ""),
        "registration_url": row.get("registration_url", ""),
        "registration_email": row.get("registration_email", ""),
    }


def _resource(row: Table, _code: str) -> Table:
    return {
        "sort": row["resource_kind"],
        "year": row.get("year"),
        "authors": row.get("authors", ""),
        "link": row.get("url", ""),
    }


def _brief(row: Table, _code: str) -> Table:
    ahead = row.get("deadline_days_ahead")
    deadline = timezone.localdate() + timedelta(days=ahead) if ahead is not None else None
    return {"link": row["url"], "source": row.get("source", ""), "deadline": deadline}


DETAILS = {"article": lambda _row, _code: {}, "event": _event, "resource": _resource, "brief": _brief}
