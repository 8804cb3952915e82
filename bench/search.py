"""Times the search page over many documents beside a floor page: `python bench/search.py [documents]`.

DATABASE_URL=postgresql://… names an empty database to fill; without it a SQLite file in a temporary folder is used.
The floor page: session and user, four indexed queries, one template, fifty stored bodies, about 52 KB.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
VAR = tempfile.mkdtemp(prefix="parvis-bench-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR}/bench.sqlite3")
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "VAR_DIR": VAR}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import F  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

import config.urls  # noqa: E402
from contracts.documents import Document as Offered  # noqa: E402
from interface.audiences import Audience, audience  # noqa: E402
from members.models import Group, GroupMember, Member  # noqa: E402
from search import indexing, querying  # noqa: E402
from search.models import Document  # noqa: E402

BASE = 2_000  # texts written word by word; the others are their copies at other times
ROOMS = 60
ROUNDS = 15
COMMON = {"fr": "sécurité", "nl": "veiligheid"}  # in about three texts of four
RARE = {"fr": "cybersécurité", "nl": "drugsoverlast"}  # in one of two hundred
QUERIES = {
    "rare": "cybersecurite", "common": "sécurité", "common, Dutch": "veiligheid", "two common": "sécurité prévention",
    "phrase": '"prévention locale"', "beginning": "prév*", "nothing": "introuvable",
}  # fmt: skip


class Pile:
    """Implements DocumentSource: rooms are groups."""

    kinds = frozenset(
        {"article", "dossier", "event", "resource", "brief", "entry", "page", "topic", "comment", "issue"}
    )
    offered: list[Offered] = []

    def documents(self, keys=None):
        """Yield what was piled up."""
        wanted = None if keys is None else set(keys)
        yield from (row for row in self.offered if wanted is None or row.key in wanted)

    def places(self, user):
        """Return the rooms of the groups that this person is in."""
        if not getattr(user, "is_approved", False):
            return []
        return [GroupMember.objects.filter(member=user).annotate(place=F("group__name_en")).values("place")]


def main() -> None:
    """Fill, then print medians in milliseconds."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    settings.SEARCH_SOURCES = [f"{__name__}.Pile"]
    settings.ROOT_URLCONF = sys.modules[__name__]
    started = time.perf_counter()
    _fill(number)
    seconds = time.perf_counter() - started
    print(f"{connection.vendor}: {Document.objects.count():,} documents, filled in {seconds:.0f} s\n")
    readers = {"visitor": None, "member of all rooms": _member(range(ROOMS)), "member of one room": _member([7])}
    print("| reader | search | results | find, ms | page, ms | floor page, ms | find / floor | page / floor |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for name, member in readers.items():
        client = Client()
        if member:
            client.force_login(member)
        for kind, query in QUERIES.items():
            print(f"| {name} | {kind} | {_line(client, member, query)} |")


def _line(client: Client, member: Member | None, query: str) -> str:
    found = querying.find(query, user=member)
    pages, floors, finds = [], [], []
    for _round in range(ROUNDS):
        finds.append(_timed(lambda: querying.find(query, user=member)))
        pages.append(_timed(lambda: client.get("/fr/search/", {"q": query})))
        floors.append(_timed(lambda: client.get("/floor/")))
    find, page, floor = (statistics.median(taken) for taken in (finds, pages, floors))
    more = "more than " if found.total.is_least else ""
    times = f"{find:.1f} | {page:.1f} | {floor:.1f} | {find / floor:.2f} | {page / floor:.2f}"
    return f"{more}{found.total.number:,} | {times}"


def _timed(work) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _fill(number: int) -> None:
    chance = random.Random(7)
    now = timezone.now()
    Pile.offered = [_text(chance, row, now) for row in range(BASE)]
    indexing.rebuild()
    fields = [field.column for field in Document._meta.concrete_fields]
    copied = {"id": "id - n * (604800 + 1 << 24)", "key": "key || '-' || n"}
    if connection.vendor == "postgresql":
        copied["id"] = "id - n * ((604800 + 1)::bigint << 24)"
    else:
        copied["id"] = "id - n * ((604800 + 1) << 24)"
    columns = ", ".join(fields)
    values = ", ".join(copied.get(name, name) for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE times (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < {number // BASE - 1}) "
            f"INSERT INTO search_document ({columns}) SELECT {values} FROM search_document CROSS JOIN times"
        )
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE search_document")


def _text(chance: random.Random, row: int, now) -> Offered:
    language = "fr" if chance.random() < 0.6 else "nl"
    words = [f"{chance.choice(SYLLABLES)}{chance.choice(SYLLABLES)}{chance.choice(SYLLABLES)}" for _word in range(100)]
    if chance.random() < 0.77:
        words[chance.randrange(90)] = COMMON[language]
        words[chance.randrange(90)] = "prévention" if language == "fr" else "preventie"
    if chance.random() < 0.005:
        words[3] = RARE[language]
    if chance.random() < 0.02:
        words[50:52] = ["prévention", "locale"]
    room = chance.randrange(ROOMS)
    public = chance.random() < 0.2
    kind = (
        chance.choice(sorted(Pile.kinds - {"topic", "comment"}))
        if public
        else chance.choice(["topic"] + ["comment"] * 9)
    )
    return Offered(
        key=f"{kind}:{row}", language=language, kind=kind, title=" ".join(words[:6]).capitalize(), body=" ".join(words),
        url=f"/fr/{row}/", date=now - timedelta(minutes=5 * row), where="public" if public else f"room:{room}",
        within="" if public else f"topic:{row // 10}",
    )  # fmt: skip


SYLLABLES = [first + last for first in "bcdfglmnprst" for last in "aeio"]


def _member(rooms) -> Member:
    member = Member.objects.create_user(
        f"bench-{len(list(rooms))}@example.org", "x", name="Bench", language="fr", state=Member.State.APPROVED
    )
    for room in rooms:
        group, _new = Group.objects.get_or_create(name_en=f"room:{room}", defaults={"name_fr": room, "name_nl": room})
        GroupMember.objects.create(group=group, member=member)
    return member


@audience(Audience.PUBLIC)
def floor(request) -> HttpResponse:
    """The smallest page of the same size."""
    user = request.user
    if user.is_authenticated:
        list(GroupMember.objects.filter(member_id=user.pk)[:5])
        list(Group.objects.filter(pk=1))
    else:
        list(Group.objects.filter(pk=1))
    bodies = list(Document.objects.order_by("-id").values_list("title", "body")[:50])
    return HttpResponse(TEMPLATE.render({"bodies": bodies, "user": user}, request))


TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>Floor</title>"
    "{% for title, body in bodies %}<article><h2>{{ title }}</h2><p>{{ body }}</p></article>{% endfor %}"
)
urlpatterns = [path("floor/", floor), *config.urls.urlpatterns]

if __name__ == "__main__":
    main()
