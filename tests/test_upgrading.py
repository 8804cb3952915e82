"""Data written by version 0.1.0 must come through every migration since, and migrations must lead back."""

from collections.abc import Iterator

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
