"""Fixtures that every part of the suite shares, and the template database that keeps it fast."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

CACHE = Path(__file__).parents[1] / ".cache"


def _migrations_hash() -> str:
    """Name one set of migrations: every migration file of every installed app, and the versions around them."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Copy the migrated template instead of migrating 250 files; PostgreSQL keeps its database between runs."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own object
        if connections["default"].vendor == "sqlite":
            yield from _sqlite(tmp_path_factory.mktemp("db") / "test.sqlite3")
        else:
            yield from _postgresql()


def _sqlite(path: Path) -> Iterator[None]:
    template = CACHE / f"template-{_migrations_hash()}.sqlite3"
    if not template.exists():
        CACHE.mkdir(exist_ok=True)
        fresh = CACHE / f"fresh-{os.getpid()}.sqlite3"
        _use(fresh)
        call_command("migrate", verbosity=0, interactive=False)
        connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections["default"].close()
        for old in CACHE.glob("template-*.sqlite3"):
            old.unlink(missing_ok=True)
        fresh.replace(template)
        for rest in CACHE.glob(f"{fresh.name}-*"):
            rest.unlink()
    shutil.copyfile(template, path)
    _use(path)
    yield
    connections["default"].close()


def _use(path: Path) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = str(path)
    connections["default"].settings_dict["NAME"] = str(path)


def _postgresql() -> Iterator[None]:
    connection = connections["default"]
    wanted = f"test_parvis_{_migrations_hash()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    connection.settings_dict["TEST"]["NAME"] = wanted
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=False)
    yield
    connection.creation.destroy_test_db(wanted, verbosity=0)
