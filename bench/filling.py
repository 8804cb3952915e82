"""Fills an empty site with rooms full of words: `python bench/filling.py COMMENTS TOPICS`; prints what to ask for.

One topic and one comment are written by the product's own verbs; SQL copies them as often as wanted.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.served")

import django  # noqa: E402

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402
from django_comments_xtd.models import XtdComment  # noqa: E402

from bench.rooms import BODY, IN_A_TOPIC  # noqa: E402
from forum.models import Comment, Room, RoomMember, Topic, Untold  # noqa: E402
from forum.topics import open_topic  # noqa: E402
from members.models import Member  # noqa: E402

LONG, SHORT = 10_000, 10
ON_A_PAGE = 30


def main() -> None:
    """Write the first row of each table, copy it, and tell."""
    comments, topics = int(sys.argv[1]), int(sys.argv[2])
    call_command("prepare", stdout=sys.stderr)
    member = Member.objects.create_user(
        "bench@example.org", "x", name="Bench", language="fr", state=Member.State.APPROVED
    )
    room = Room.objects.create(name_fr="Banc", name_nl="Bank", slug_fr="banc", slug_nl="bank")
    RoomMember.objects.create(room=room, member=member)
    first = open_topic(room, author=member, title="Discussion", body_html=BODY, language="fr")
    Untold.objects.all().delete()
    _copy_topics(first, topics)
    _copy_comments(
        first, comments, topic=f"{first.pk} + 1 + (n - 1) / {IN_A_TOPIC}", position=f"(n - 1) % {IN_A_TOPIC} + 1"
    )
    Topic.objects.filter(pk__gt=first.pk).update(last_position=IN_A_TOPIC)
    short, long_ = first.pk + topics + 1, first.pk + topics + 2
    for topic, size in ((short, SHORT), (long_, LONG if comments > LONG else SHORT)):
        _copy_rows(Topic, first.pk, 1, {"id": str(topic), "subject_key": "NULL", "last_position": str(size)})
        _copy_comments(first, size, topic=str(topic), position="n")
    _settle()
    facts = {
        "comments": Comment.objects.count(), "topic": first.pk + 7, "room": room.pk, "short": short, "long": long_,
        "pages": (topics + 3 + ON_A_PAGE - 1) // ON_A_PAGE, "session": _session(member), "csrf": _get_new_csrf_string(),
    }  # fmt: skip
    print("\n".join(f"{name}={value}" for name, value in facts.items()))


def _copy_topics(first: Topic, number: int) -> None:
    minutes = "datetime('now', '-' || n || ' minutes')"
    if connection.vendor == "postgresql":
        minutes = "now() - n * interval '1 minute'"
    _copy_rows(
        Topic,
        first.pk,
        number,
        {"id": f"{first.pk} + n", "title": "'Discussion ' || n", "subject_key": "NULL", "last_activity_at": minutes},
    )


def _copy_comments(first: Topic, number: int, *, topic: str, position: str) -> None:
    template = first.comments.get()  # type: ignore[attr-defined]
    last = XtdComment.norel_objects.aggregate(last=models.Max("pk"))["last"]
    pk, token = f"{last} + n", f"printf('%032x', {last} + n)"
    if connection.vendor == "postgresql":
        token = f"lpad(to_hex({last} + n), 32, '0')::uuid"
    base = XtdComment._meta.get_parent_list()[0]
    _copy_rows(base, template.pk, number, {"id": pk})
    _copy_rows(XtdComment, template.pk, number, {"comment_ptr_id": pk, "thread_id": pk, "parent_id": pk})
    own = {"xtdcomment_ptr_id": pk, "topic_id": topic, "position": position, "client_token": token}
    _copy_rows(Comment, template.pk, number, own)


def _copy_rows(model: type[models.Model], pk: int, number: int, changed: dict[str, str]) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.local_concrete_fields]
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {number}) "
            f'INSERT INTO {table} ({names}) SELECT {values} FROM {table} CROSS JOIN numbers WHERE "{key}" = {pk}'
        )


def _settle() -> None:
    """Bring sequences and statistics up to date, as a running site's clock does."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Topic, *XtdComment._meta.get_parent_list()]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _session(member: Member) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
