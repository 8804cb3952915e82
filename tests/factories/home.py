"""Pages, entries, themes and tags for tests."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from home.models import (
    ArticlePage,
    BriefPage,
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
from home.publishing import add_entry, add_page, add_version
from themes.models import Tag, Theme

_number = count(1)


def make_theme(**fields: Any) -> Theme:
    """A main theme."""
    number = next(_number)
    names = {"name_fr": f"Thème {number}", "name_nl": f"Thema {number}"}
    slugs = {"slug_fr": f"theme-{number}", "slug_nl": f"thema-{number}"}
    return Theme.objects.create(**(names | slugs | {"hue": number * 40 % 360} | fields))


def make_tag(**fields: Any) -> Tag:
    """A tag."""
    number = next(_number)
    names = {"name_fr": f"mot {number}", "name_nl": f"woord {number}"}
    return Tag.objects.create(**(names | {"slug_fr": f"mot-{number}", "slug_nl": f"woord-{number}"} | fields))


def make_home(language: str = "fr") -> HomePage:
    """The site's home page in a language; made again where a transactional test has emptied the tree."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    found = HomePage.objects.filter(locale=locale).first()
    return found or _new_home(locale)


def _new_home(locale: Locale) -> HomePage:
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    first = HomePage.objects.first()
    home = HomePage(title="Parvis", slug=f"home-{locale.language_code}", locale=locale)
    if first:
        home.translation_key = first.translation_key
    root.add_child(instance=home)
    if not Site.objects.exists():
        Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


def make_section(
    lists: str = "article", *, language: str = "fr", of: SectionPage | None = None, **fields: Any
) -> SectionPage:
    """A section that lists one kind, under the home page; `of` makes it that section's version."""
    number = next(_number)
    section = SectionPage(**({"title": f"Rubrique {number}", "slug": f"rubrique-{number}", "lists": lists} | fields))
    return add_version(section, of=of, language=language) if of else add_page(section, parent=make_home(language))


def make_page(model: type[Any], **fields: Any) -> Any:
    """A live page of any kind. `themes`, `tags`: rows; `language`; `parent`; `of`: a page that it translates;
    `at` or `days_ago`: when it came out."""
    number = next(_number)
    parent, of = fields.pop("parent", None), fields.pop("of", None)
    language, at = fields.pop("language", "fr"), fields.pop("at", None)
    if days := fields.pop("days_ago", 0):
        at = timezone.now() - timedelta(days=days)
    themes, tags = fields.pop("themes", ()), fields.pop("tags", ())
    page = model(**({"title": f"Page {number}", "slug": f"page-{number}", "lead": f"Chapeau {number}."} | fields))
    if model is not PlainPage:
        page.theme_links = [PageTheme(theme=theme) for theme in themes]
        page.tag_links = [PageTag(tag=tag) for tag in tags]
    if of is not None:
        return add_version(page, of=of, language=language, at=at)
    return add_page(page, parent=parent or make_home(language), at=at)


def make_article(**fields: Any) -> ArticlePage:
    """A live article."""
    return make_page(ArticlePage, **fields)


def make_dossier(**fields: Any) -> DossierPage:
    """A live dossier."""
    return make_page(DossierPage, **fields)


def make_resource(**fields: Any) -> ResourcePage:
    """A live resource at an address."""
    return make_page(ResourcePage, **({"link": "https://library.example/report.pdf", "year": 2024} | fields))


def make_brief(**fields: Any) -> BriefPage:
    """A live brief."""
    return make_page(BriefPage, **({"link": "https://elsewhere.example/call", "source": "Fonds"} | fields))


def make_event(*, days_ahead: float = 10, **fields: Any) -> EventPage:
    """A live event of two hours in a place."""
    starts = fields.pop("starts_at", None) or timezone.now() + timedelta(days=days_ahead)
    fields = {"ends_at": starts + timedelta(hours=2), "venue": "place", "place": "Maison des associations"} | fields
    return make_page(EventPage, starts_at=starts, **fields)


def make_plain_page(**fields: Any) -> PlainPage:
    """A live plain page."""
    return make_page(PlainPage, **fields)


def make_entry(**fields: Any) -> Entry:
    """A live entry. `themes`, `tags`: rows; `links`: dicts; `language`; `of`: an entry that it translates."""
    number = next(_number)
    language, of = fields.pop("language", "fr"), fields.pop("of", None)
    at: datetime | None = fields.pop("at", None)
    themes, tags, links = fields.pop("themes", ()), fields.pop("tags", ()), fields.pop("links", ())
    entry = Entry(**({"when": "2017-11-24", "text": f"<p>Journée d’étude {number}.</p>"} | fields))
    entry.theme_links = [EntryTheme(theme=theme) for theme in themes]
    entry.tag_links = [EntryTag(tag=tag) for tag in tags]
    entry.links = [EntryLink(**link) for link in links]
    return add_entry(entry, language=language, of=of, at=at)


def make_image(*, size: tuple[int, int] = (1600, 900), **fields: Any) -> Any:
    """A picture of one colour."""
    stream, number = BytesIO(), next(_number)
    Drawing.new("RGB", size, (number * 20 % 256, 120, 90)).save(stream, "PNG")
    file = ImageFile(BytesIO(stream.getvalue()), name=f"picture-{number}.png")
    return get_image_model().objects.create(**({"title": f"Picture {number}", "file": file} | fields))


def make_document(**fields: Any) -> Any:
    """A small text file in the public library."""
    number = next(_number)
    file = ContentFile(b"Texte", name=f"document-{number}.txt")
    return get_document_model().objects.create(**({"title": f"Document {number}", "file": file} | fields))
