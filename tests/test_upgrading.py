"""Data written by version 0.1.0 must come through every migration since, and migrations must lead back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Where version 0.1.0 ended.
FIRST = [
    ("themes", "0001_first_tables"),
    ("outbox", "0001_first_tables"),
    ("members", "0001_first_tables"),
    ("interface", "0001_first_tables"),
    ("home", "0002_site_root"),
    ("forum", "0001_first_tables"),
    ("newsletter", "0001_first_tables"),
    ("search", "0001_first_tables"),
]

pytestmark = pytest.mark.django_db(transaction=True)


def _migrate(targets: list[tuple[str, str]]) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def first() -> Iterator[Apps]:
    """The models as 0.1.0 knew them, in a database as it left it."""
    yield _migrate(FIRST)
    _today()


def _today() -> Apps:
    return _migrate(
        [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in dict(FIRST)]
    )


def test_a_topic_knows_when_somebody_else_first_answered(first: Apps) -> None:
    member, topics = first.get_model("members", "Member"), first.get_model("forum", "Topic").objects
    anne, bart = (member.objects.create(email=f"{name}@x.example", name=name, language="fr") for name in ("a", "b"))
    room = first.get_model("forum", "Room").objects.create(name_fr="E", name_nl="R", slug_fr="e", slug_nl="r")
    answered, alone = (topics.create(room=room, language="fr", title="T", author=anne) for _ in range(2))
    for topic, position, user in ((answered, 1, anne), (answered, 2, anne), (answered, 3, bart), (alone, 1, anne)):
        _write(first, topic=topic, position=position, user=user)
    found = dict(_today().get_model("forum", "Topic").objects.values_list("pk", "first_answer_at"))
    assert found == {answered.pk: datetime(2026, 1, 3, tzinfo=UTC), alone.pk: None}


def _write(first: Apps, *, topic: Any, position: int, user: Any) -> None:
    first.get_model("forum", "Comment").objects.create(
        topic=topic,
        position=position,
        user=user,
        language="fr",
        content_type=first.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="forum", model="t")[
            0
        ],
        object_pk=str(topic.pk),
        site_id=1,
        submit_date=datetime(2026, 1, position, tzinfo=UTC),
    )


def test_a_mail_keeps_its_sender(first: Apps) -> None:
    message = first.get_model("outbox", "Message").objects.create(
        subject="Hier", text="Mots", language="fr", sha256="0"
    )
    dispatch = first.get_model("outbox", "Dispatch").objects.create(
        kind="issue", key="a", sender="Lettre <l@x.example>"
    )
    first.get_model("outbox", "Delivery").objects.create(
        dispatch=dispatch, message=message, address="a@x.example", address_key="k", language="fr", mail_id="m"
    )
    assert _today().get_model("outbox", "Message").objects.get(pk=message.pk).sender == "Lettre <l@x.example>"
    back = _migrate(FIRST)
    assert back.get_model("outbox", "Dispatch").objects.get(pk=dispatch.pk).sender == "Lettre <l@x.example>"
