"""Data written by version 0.1.0 must come through every migration since, and migrations must lead back."""

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
    ("inbox", None),
    ("members", "0001_first_tables"),
    ("interface", "0001_first_tables"),
    ("home", "0002_site_root"),
    ("forum", "0001_first_tables"),
    ("newsletter", "0001_first_tables"),
    ("search", "0001_first_tables"),
]


# Slow: Django renders the models of every package anew for each step back.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_0_1_0_wrote_comes_along_and_leads_back() -> None:
    first = _migrate(FIRST)
    mail, topics = _write_mail(first), _write_topics(first)
    today = _migrate(
        [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in dict(FIRST)]
    )
    assert today.get_model("outbox", "Message").objects.get(pk=mail.message_id).sender == "Lettre <l@x.example>"
    assert list(today.get_model("forum", "Topic").objects.order_by("pk").values_list("pk", "first_answer_at")) == [
        (topics[0].pk, datetime(2026, 1, 3, tzinfo=UTC)),
        (topics[1].pk, None),
    ]
    back = _migrate(FIRST)
    assert back.get_model("outbox", "Dispatch").objects.get(pk=mail.dispatch_id).sender == "Lettre <l@x.example>"


def _migrate(targets: list[tuple[str, str | None]]) -> Apps:
    MigrationExecutor(connection).migrate(targets)
    loader = MigrationExecutor(connection).loader
    return loader.project_state([target for target in targets if target[1]]).apps


def _write_mail(first: Apps) -> Any:
    message = first.get_model("outbox", "Message").objects.create(
        subject="Hier", text="Mots", language="fr", sha256="0"
    )
    dispatch = first.get_model("outbox", "Dispatch").objects.create(
        kind="issue", key="a", sender="Lettre <l@x.example>"
    )
    return first.get_model("outbox", "Delivery").objects.create(
        dispatch=dispatch, message=message, address="a@x.example", address_key="k", language="fr", mail_id="m"
    )


def _write_topics(first: Apps) -> list[Any]:
    """Write one topic that a second person answered, and one that nobody did."""
    members, topics = first.get_model("members", "Member").objects, first.get_model("forum", "Topic").objects
    anne, bart = (members.create(email=f"{name}@x.example", name=name, language="fr") for name in ("a", "b"))
    room = first.get_model("forum", "Room").objects.create(name_fr="E", name_nl="R", slug_fr="e", slug_nl="r")
    answered, alone = (topics.create(room=room, language="fr", title="T", author=anne) for _ in range(2))
    for topic, position, user in ((answered, 1, anne), (answered, 2, anne), (answered, 3, bart), (alone, 1, anne)):
        first.get_model("forum", "Comment").objects.create(
            topic=topic,
            position=position,
            user=user,
            language="fr",
            content_type=first.get_model("contenttypes", "ContentType").objects.first(),
            object_pk=str(topic.pk),
            site_id=1,
            submit_date=datetime(2026, 1, position, tzinfo=UTC),
        )
    return [answered, alone]
