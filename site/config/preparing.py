"""Brings a checkout and its database to where they can serve: each step is skipped when nothing changed since."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.utils.translation.reloader import translation_file_changed

from config.clock import keep_statistics_fresh
from config.roles import fill_roles

Say = Callable[[str], object]


def prepare(say: Say) -> None:
    """Compile translations, migrate, give roles their rights, gather static files, load the demo where it belongs."""
    compile_translations()
    # A release may change a role without a migration.
    roles = Path(__file__).with_name("roles.py").read_text()
    _once("migrations", [*_files("migrations", "*.py"), roles], lambda: _migrate(say))
    if not settings.DEBUG:
        _once("static", _static_files(), lambda: _gather(say))
    if settings.DEMO_ALLOWED and not get_user_model().objects.exists():
        say("Loading the demo network…")
        call_command("load_demo")
        keep_statistics_fresh()


def compile_translations() -> None:
    """Write every catalogue of ours whose .mo is missing or older than its .po.

    Django has read the catalogue of the default language by now; what was not there yet is read again.
    """
    for source in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))
            translation_file_changed(sender=None, file_path=compiled)


def _migrate(say: Say) -> None:
    say("Preparing the database…")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    fill_roles()
    call_command("reindex", if_empty=True, verbosity=0)
    keep_statistics_fresh()


def _gather(say: Say) -> None:
    say("Gathering static files…")
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def _once(step: str, made_of: Iterable[str], run: Callable[[], None]) -> None:
    """Run a step unless it ran for just this. A database of its own counts as part of what it is made of."""
    digest = hashlib.sha256("\n".join([str(connection.settings_dict["NAME"]), *made_of]).encode()).hexdigest()
    stamp = settings.VAR / "stamps" / step
    if stamp.exists() and stamp.read_text() == digest and not _database_is_new(step):
        return
    run()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest)


def _database_is_new(step: str) -> bool:
    return step == "migrations" and "django_migrations" not in connection.introspection.table_names()


def _files(folder: str, pattern: str) -> Iterable[str]:
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, folder).glob(pattern)):
            yield f"{path}:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _static_files() -> Iterable[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path}:{storage.size(path)}:{storage.get_modified_time(path).timestamp()}"
