"""Fixtures that every part of the suite shares, and the template database that keeps it fast."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import blocking_manager_key

from config.preparing import compile_translations

CACHE = Path(__file__).parents[1] / ".cache"
# Browser tests drive a page from a thread with an event loop of its own; Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _migrations_hash() -> str:
    """Name one set of migrations: every migration file of every installed app, and SQLite's version."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any worker starts: a fresh clone has none."""
    if not hasattr(config, "workerinput"):
        compile_translations()


class Database:
    """The suite's database, and how to put it back to what the migrations leave."""

    restore: Callable[[], None]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Copy the migrated template instead of migrating 250 files."""
    with django_db_blocker.unblock():
        if connections["default"].vendor == "sqlite":
            yield from _sqlite(tmp_path_factory.mktemp("db") / "test.sqlite3")
        else:
            yield from _postgresql()


@pytest.fixture(autouse=True)
def _in_the_sites_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test begins in the site's own."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all browser tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After a test that commits, put back what Django's flush took away: the site's root, languages, permissions."""
    try:
        yield
    finally:
        marker = item.get_closest_marker("django_db")
        commits = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if commits or (marker and marker.kwargs.get("transaction")):
            with item.config.stash[blocking_manager_key].unblock():
                Database.restore()
            ContentType.objects.clear_cache()
            cache.clear()


def _nothing() -> None:
    """The last test's teardown comes after the database's: there is nothing left to restore."""


def _sqlite(path: Path) -> Iterator[None]:
    template = CACHE / f"template-{_migrations_hash()}.sqlite3"
    if not template.exists():
        _make_template(template)

    def restore() -> None:
        connections["default"].close()
        for rest in path.parent.glob(f"{path.name}-*"):
            rest.unlink()
        shutil.copyfile(template, path)

    Database.restore = staticmethod(restore)
    restore()
    _use(path)
    yield
    Database.restore = staticmethod(_nothing)
    connections["default"].close()


def _make_template(template: Path) -> None:
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


def _use(path: Path) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = str(path)
    connections["default"].settings_dict["NAME"] = str(path)


def _postgresql() -> Iterator[None]:
    connection = connections["default"]
    name = f"test_parvis_{_migrations_hash()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=False)

    def outside(*statements: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def restore() -> None:
        outside(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{name}_template"',
        )

    outside(f'DROP DATABASE IF EXISTS "{name}_template"', f'CREATE DATABASE "{name}_template" TEMPLATE "{name}"')
    Database.restore = staticmethod(restore)
    yield
    Database.restore = staticmethod(_nothing)
    outside(f'DROP DATABASE IF EXISTS "{name}_template"', f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
