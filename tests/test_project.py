"""The project as a whole: migrations, settings, addresses, files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import ResolverMatch

from contracts.loading import load
from interface.audiences import audience_of

ROOT = Path(__file__).parents[1]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _patterns(
    resolver: URLResolver, prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern), (*names, *filter(None, [entry.namespace])))
        else:
            yield prefix + str(entry.pattern), entry, ":".join([*names, entry.name or ""])


def test_every_address_declares_its_audience() -> None:
    undeclared = []
    for route, pattern, _name in _patterns(get_resolver()):
        match = ResolverMatch(pattern.callback, (), {}, url_name=pattern.name, route=route)
        if audience_of(match) is None:
            undeclared.append(route)
    assert undeclared == []


@pytest.mark.parametrize("setting", ["NEWSLETTER_SOURCES", "SEARCH_SOURCES", "RECIPIENT_CHECKS", "INBOUND_ROUTES"])
def test_the_seams_name_things_that_exist(setting: str) -> None:
    assert len(load(getattr(settings, setting))) == len(getattr(settings, setting))


def test_the_clock_names_functions_that_exist() -> None:
    assert all(callable(job) for job in load(path for _name, _seconds, path in settings.CLOCK))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SITE_URL", "parvis.example"),
        ("SITE_URL", "ftp://parvis.example"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("MAIL_URL", "imap://localhost"),
        ("MAIL_URL", "smtp://localhost:port"),
        ("MAIL_TIMEOUT", "soon"),
        ("MAIL_FROM", "nobody"),
        ("INBOUND_URL", "pop3://localhost"),
        ("INBOUND_ADDRESS", "nobody"),
        ("INBOUND_PROVIDER", "pigeon"),
        ("PORT", "99999"),
        ("SECOND_FACTOR_REQUIRED", "perhaps"),
        ("REDIS_URL", "localhost:6379"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_one_line_that_names_it(variable: str, value: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "check"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            variable: value,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert variable in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_nothing_of_the_packages_own_comment_addresses_is_reachable() -> None:
    names = {pattern.name for _route, pattern, _name in _patterns(get_resolver())}
    assert not {name for name in names if name and name.startswith(("comments-", "xtd"))}
