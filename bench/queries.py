"""Counts the SQL statements of the pages that people read most, with one row and with thirty."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "VAR_DIR": tempfile.mkdtemp(prefix="parvis-bench-")}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from home.models import ArticlePage, HomePage, SectionPage  # noqa: E402
from tests.factories.forum import let_in, make_comment, make_room, make_topic  # noqa: E402
from tests.factories.members import make_member  # noqa: E402


def main() -> None:
    """Print one line per page: statements with 1 row, with 30 rows, and the bound."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    reader, visitor = Client(), Client()
    member = make_member()
    reader.force_login(member)
    print("| page | 1 row | 30 rows | bound |\n|---|---|---|---|")
    for name, build, client, bound in (
        ("topic, signed in (comments)", _topic, reader, 12),
        ("room, signed in (topics)", _room, reader, 12),
        ("rooms, signed in (rooms)", _rooms, reader, 12),
        ("what is new, signed in (topics)", _news, reader, 12),
        ("article, anonymous (articles beside it)", _article, visitor, 20),
        ("section, anonymous (articles)", _section, visitor, 20),
        ("home, anonymous (articles)", _home, visitor, 20),
    ):
        few, many = (_count(client, build(member, rows)) for rows in (1, 30))
        print(f"| {name} | {few} | {many} | ≤ {bound} |")


def _count(client: Client, path: str) -> int:
    client.get(path)  # sessions, content types and settings are warm on a running site
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    return len(captured)


def _room_with(member, rows: int):
    room = make_room()
    let_in(member, room=room)
    for _row in range(rows):
        make_topic(room=room)
    return room


def _topic(member, rows: int) -> str:
    room = make_room()
    let_in(member, room=room)
    topic = make_topic(room=room)
    for _row in range(rows - 1):
        writer = make_member()
        make_comment(topic, author=writer)
    return topic.get_absolute_url()


def _room(member, rows: int) -> str:
    return _room_with(member, rows).get_absolute_url()


def _rooms(member, rows: int) -> str:
    for _row in range(rows):
        _room_with(member, 1)
    return "/fr/rooms/"


def _news(member, rows: int) -> str:
    _room_with(member, rows)
    return "/fr/new/"


def _articles(rows: int, parent) -> ArticlePage:
    number = ArticlePage.objects.count()
    for row in range(number, number + rows):
        page = parent.add_child(instance=ArticlePage(title=f"Article {row}", slug=f"a-{row}", lead="…"))
    return page


def _french_home() -> HomePage:
    return HomePage.objects.get(locale=Locale.objects.get(language_code="fr"))


def _article(_member, rows: int) -> str:
    return _articles(rows, _french_home()).get_url()


def _section(_member, rows: int) -> str:
    home = _french_home()
    section = SectionPage.objects.filter(slug="actualites").first()
    section = section or home.add_child(instance=SectionPage(title="Actualités", slug="actualites"))
    _articles(rows, section)
    return section.get_url()


def _home(_member, rows: int) -> str:
    _articles(rows, _french_home())
    return "/fr/"


if __name__ == "__main__":
    main()
